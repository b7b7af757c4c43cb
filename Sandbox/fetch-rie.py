"""Fetches AWS's runtime interface emulator into .rie/: it is part of the Python package aws-sam-cli.

The version and the hash of the emulator are pinned; what is there already and right is not fetched again.
"""
import hashlib
import pathlib
import platform
import subprocess
import sys
import tempfile
import zipfile

PACKAGE = "aws-sam-cli==1.170.0"
HASHES = {
    "x86_64": "6b1e686e62ab2baf5759c412c4864276ef2a88b094fca53ec070637ccba9b9a5",
    "arm64": "ec2e5d09633d853834c008b1ef264bf834b258a94d551d2b2074966494b39a21",
}
ROOT = pathlib.Path(__file__).resolve().parent.parent


def main():
    machine = "arm64" if platform.machine() in ("aarch64", "arm64") else "x86_64"
    target = ROOT / ".rie" / "aws-lambda-rie"
    if target.exists() and hashlib.sha256(target.read_bytes()).hexdigest() == HASHES[machine]:
        return 0
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps", "--dest", folder, PACKAGE],
            check=True,
        )
        wheel = next(pathlib.Path(folder).glob("*.whl"))
        content = zipfile.ZipFile(wheel).read(f"samcli/local/rapid/aws-lambda-rie-{machine}")
    found = hashlib.sha256(content).hexdigest()
    if found != HASHES[machine]:
        print(f"The emulator in {PACKAGE} has the hash {found}, not the pinned one; nothing was installed.", file=sys.stderr)
        return 1
    target.parent.mkdir(exist_ok=True)
    target.write_bytes(content)
    target.chmod(0o755)
    return 0


if __name__ == "__main__":
    sys.exit(main())
