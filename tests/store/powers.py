"""What root may do in spite of permissions, taken away for a while: a read-only folder is one for it, too."""

from __future__ import annotations

import ctypes
import os
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_VERSION_3 = 0x20080522
_DAC_OVERRIDE = 1 << 1
_DAC_READ_SEARCH = 1 << 2


class _Header(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


class _Data(ctypes.Structure):
    _fields_ = (("effective", ctypes.c_uint32), ("permitted", ctypes.c_uint32), ("inheritable", ctypes.c_uint32))


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Let nobody write into *folder* and the folders in it: not this thread, nor those that it starts."""
    folders = [folder, *(path for path in folder.rglob("*") if path.is_dir())]
    for each in folders:
        each.chmod(0o555)
    try:
        with humbled():
            yield
    finally:
        for each in folders:
            each.chmod(0o755)


def humbling() -> list[str]:
    """Return what a program is started under for which a read-only folder is one, even as root."""
    if os.geteuid() != 0:
        return []
    found = shutil.which("setpriv")
    if found is None:
        pytest.skip("root may write anywhere, and there is no setpriv to take that away")
    return [found, "--inh-caps=-dac_override", "--bounding-set=-dac_override"]


@contextmanager
def humbled() -> Iterator[None]:
    """Let permissions hold for this thread, and for those that it starts."""
    if os.geteuid() != 0:
        yield
        return
    libc, header, data = ctypes.CDLL(None, use_errno=True), _Header(_VERSION_3, 0), (_Data * 2)()
    assert libc.capget(ctypes.byref(header), data) == 0
    data[0].effective &= ~(_DAC_OVERRIDE | _DAC_READ_SEARCH)
    assert libc.capset(ctypes.byref(header), data) == 0
    try:
        yield
    finally:
        data[0].effective |= _DAC_OVERRIDE | _DAC_READ_SEARCH
        assert libc.capset(ctypes.byref(header), data) == 0
