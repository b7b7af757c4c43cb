"""Whether a program loads on Amazon Linux 2023 and carries nothing that slows its start.

    python Tools/check-linkage.py PROGRAM

Fails when it asks for a glibc above 2.34, for a shared library outside the list below, or when it holds Yams, GRDB or the whole
of Foundation with its ICU. Uses `objdump` (binutils or LLVM).
"""
import re
import subprocess
import sys

HIGHEST_GLIBC = (2, 34)
# Parts of glibc itself, and the library that glibc loads to end threads: every image with glibc has them.
LIBRARIES = {"libc.so.6", "libm.so.6", "libgcc_s.so.1", "ld-linux-x86-64.so.2", "ld-linux-aarch64.so.1"}
# Texts that stay in a stripped program: Swift keeps the names of modules and types for its metadata, ICU its data's name.
UNWANTED = {
    b"4Yams": "Yams", b"GRDB": "GRDB", b"icudt": "ICU, which the whole of Foundation brings", b"NSURLSession": "the whole of Foundation",
}


def objdump(option, program):
    return subprocess.run(["objdump", option, program], check=True, capture_output=True, text=True).stdout


def complaints(program):
    headers = objdump("-p", program)
    versions = {tuple(map(int, found.split("."))) for found in re.findall(r"GLIBC_(\d+(?:\.\d+)*)", headers)}
    if not versions:
        yield "it names no version of glibc at all, so nothing was checked"
    for version in sorted(version for version in versions if version > HIGHEST_GLIBC):
        name = "GLIBC_" + ".".join(map(str, version))
        symbols = [line.split()[-1] for line in objdump("-T", program).splitlines() if f"({name})" in line or f" {name} " in line]
        yield f"{name} is above 2.34, which is what Amazon Linux 2023 has: {', '.join(symbols)}"
    for library in sorted(set(re.findall(r"NEEDED\s+(\S+)", headers)) - LIBRARIES):
        yield f"it needs {library}, which is not in the list; link it statically"
    with open(program, "rb") as file:
        content = file.read()
    for text, what in UNWANTED.items():
        if text in content:
            yield f"it holds {what}"


def main():
    found = list(complaints(sys.argv[1]))
    for complaint in found:
        print(f"{sys.argv[1]}: {complaint}", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
