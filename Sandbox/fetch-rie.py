"""Fetches AWS's Lambda runtime interface emulator into .rie/: pinned, checked, and only when it is not there yet.

The emulator is inside the wheel of aws-sam-cli, which pip downloads from PyPI like every other package.
"""

import argparse
import hashlib
import platform
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

VERSION = "1.170.0"
WHEEL = "24ebaf5ecba38dc1758089968cb89ab61e124b84e92a344fc7a2771a47f4d0bf"
BINARIES = {
    "x86_64": ("x86_64", "6b1e686e62ab2baf5759c412c4864276ef2a88b094fca53ec070637ccba9b9a5"),
    "aarch64": ("arm64", "ec2e5d09633d853834c008b1ef264bf834b258a94d551d2b2074966494b39a21"),
}
PLACE = Path(__file__).resolve().parents[1] / ".rie" / "aws-lambda-rie"


def main() -> int:
    argparse.ArgumentParser(description=__doc__).parse_args()
    if platform.system() != "Linux" or platform.machine() not in BINARIES:
        print(f"There is no emulator for {platform.system()} on {platform.machine()}.", file=sys.stderr)
        return 1
    suffix, digest = BINARIES[platform.machine()]
    if PLACE.is_file() and _sha256(PLACE.read_bytes()) == digest:
        return 0
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
        subprocess.run([*command, "--only-binary=:all:", "--dest", folder, f"aws-sam-cli=={VERSION}"], check=True)
        (wheel,) = Path(folder).glob("*.whl")
        _check(wheel.name, wheel.read_bytes(), WHEEL)
        with zipfile.ZipFile(wheel) as archive:
            binary = archive.read(f"samcli/local/rapid/aws-lambda-rie-{suffix}")
    _check("The emulator", binary, digest)
    PLACE.parent.mkdir(exist_ok=True)
    # Under another name first: who looks at the same time never finds half of it.
    fresh = PLACE.with_suffix(f".{hashlib.sha256(folder.encode()).hexdigest()[:8]}")
    fresh.write_bytes(binary)
    fresh.chmod(0o755)
    fresh.replace(PLACE)
    return 0


def _check(name: str, data: bytes, digest: str) -> None:
    if _sha256(data) != digest:
        raise SystemExit(f"{name} is not what it was: its SHA-256 is {_sha256(data)}, not {digest}.")


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


if __name__ == "__main__":
    sys.exit(main())
