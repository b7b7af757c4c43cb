"""Packs the function: `bootstrap` and `playbook.json`, the same bytes for the same contents.

    python Tools/package-lambda.py PROGRAM COMPILED_PLAYBOOK ZIP
"""
import pathlib
import sys
import zipfile

LIMIT = 15 * 1024 * 1024


def main():
    program, playbook, target = map(pathlib.Path, sys.argv[1:])
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, source, mode in (("bootstrap", program, 0o755), ("playbook.json", playbook, 0o644)):
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.create_system = 3
            entry.external_attr = (0o100000 | mode) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, source.read_bytes(), compresslevel=9)
    size = target.stat().st_size
    print(f"{target}: {size / 1e6:.1f} MB, {program.stat().st_size / 1e6:.1f} MB unpacked")
    if size > LIMIT:
        print(f"{target} is larger than {LIMIT} bytes.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
