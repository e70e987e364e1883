"""Make a release in one go: `make release VERSION=1.2.0`. Nothing leaves this machine.

Sets the version everywhere it stands, dates the changes, builds dist/ (the
wheel, what it brings of others), commits and tags. Refused with a line, and
nothing is changed: a tree with changes, a version not above the last one, a
CHANGELOG.md without anything unreleased.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from bill import bill, locked, notices
from packaging.version import InvalidVersion, Version

UNRELEASED = re.compile(r"^## (?:\S+ \()?unreleased\)?\n(?=\s*- )", re.MULTILINE | re.IGNORECASE)
STANDS_IN = {
    "pyproject.toml": re.compile(r'(?<=^version = ")[^"]+', re.MULTILINE),
    "deploy/kubernetes.yaml": re.compile(r"(?<=image: alliance-bot:)\S+"),
}
"""Where the version is written, beside the changes."""


def git(*words: str) -> str:
    """Return what git says; its refusals end the release."""
    return subprocess.run(["git", *words], check=True, stdout=subprocess.PIPE, text=True).stdout  # noqa: S603, S607 - ours


def last() -> Version:
    """Return the highest version that has a tag, 0 when none has."""
    tags = re.findall(r"^v(\d+\.\d+\.\d+)$", git("tag", "--list"), re.MULTILINE)
    return max(map(Version, tags), default=Version("0"))


def refusal(version: str) -> str | None:
    """Return why no release can be made of what lies here, None when one can."""
    try:
        new = Version(version)
    except InvalidVersion:
        new = None
    if new is None or not re.fullmatch(r"\d+\.\d+\.\d+", version):
        return f"{version!r} is not a version; say it as in: make release VERSION=1.2.0"
    if new <= last():
        return f"{version} is not above {last()}, the last release; take a higher one"
    if git("status", "--porcelain"):
        return "There are changes that are not committed; commit or stash them, then release"
    if not UNRELEASED.search(Path("CHANGELOG.md").read_text("utf-8")):
        return "CHANGELOG.md says nothing under “## unreleased”; write what people will notice"
    return None


def name(version: str, at: datetime) -> None:
    """Write the version, and the day under the changes, wherever they stand."""
    for path, pattern in STANDS_IN.items():
        Path(path).write_text(pattern.sub(version, Path(path).read_text("utf-8")), "utf-8")
    changes = Path("CHANGELOG.md")
    changes.write_text(UNRELEASED.sub(f"## {version} ({at:%Y-%m-%d})\n", changes.read_text("utf-8"), count=1), "utf-8")


def build(version: str, at: datetime) -> None:
    """Fill dist/ anew: the wheel, the bill of materials, the notices."""
    dist = Path("dist")
    shutil.rmtree(dist, ignore_errors=True)
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - ours
    packages = locked(Path("requirements.lock").read_text("utf-8"))
    (dist / "sbom.cdx.json").write_text(json.dumps(bill(version, packages, f"{at:%FT%TZ}"), indent=1) + "\n", "utf-8")
    (dist / "THIRD-PARTY-NOTICES.txt").write_text(notices(packages), "utf-8")


def main() -> None:
    """Check, write, build, commit, tag; then say what is left to do."""
    version = sys.argv[1] if len(sys.argv) > 1 else ""
    if why := refusal(version):
        sys.exit(why)
    at = datetime.now(UTC)
    try:
        name(version, at)
        build(version, at)
        git("commit", "--all", "--message", f"Release {version}")
        git("tag", "--annotate", f"v{version}", "--message", f"Release {version}")
    except BaseException:
        # The tree was clean: what differs now is ours.
        git("restore", "--staged", "--worktree", ".")
        raise
    made = ", ".join(sorted(path.name for path in Path("dist").iterdir()))
    print(f"{version} is committed and tagged v{version}; dist/ has {made}.")
    print("To publish it:")
    print(f"  git push --atomic origin HEAD v{version}")
    commit = git("rev-parse", "--short=12", "HEAD").strip()
    print(
        f"  docker buildx build --push --file deploy/Dockerfile --build-arg COMMIT={commit} "
        f'--tag "$REGISTRY/alliance-bot:{version}" .'
    )


if __name__ == "__main__":
    main()
