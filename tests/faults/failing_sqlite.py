"""Below SQLite: the Nth call that it makes to the system fails. https://www.sqlite.org/c3ref/vfs.html.

As in `failing`, for a process of its own.
"""

import _sqlite3
import ctypes
import errno
import fcntl

_POINTER, _INT, _LONG = ctypes.c_void_p, ctypes.c_int, ctypes.c_int64
_CALLS = {
    b"open": (_INT, ctypes.c_char_p, _INT, _INT),
    b"fstat": (_INT, _INT, _POINTER),
    b"ftruncate": (_INT, _INT, _LONG),
    b"fcntl": (_INT, _INT, _INT, _POINTER),
    b"read": (_LONG, _INT, _POINTER, ctypes.c_size_t),
    b"pread": (_LONG, _INT, _POINTER, ctypes.c_size_t, _LONG),
    b"pread64": (_LONG, _INT, _POINTER, ctypes.c_size_t, _LONG),
    b"write": (_LONG, _INT, _POINTER, ctypes.c_size_t),
    b"pwrite": (_LONG, _INT, _POINTER, ctypes.c_size_t, _LONG),
    b"pwrite64": (_LONG, _INT, _POINTER, ctypes.c_size_t, _LONG),
    b"fallocate": (_INT, _INT, _LONG, _LONG),
    b"unlink": (_INT, ctypes.c_char_p),
    b"mmap": (_LONG, _POINTER, ctypes.c_size_t, _INT, _INT, _INT, _LONG),
}
"""What SQLite lets us put in the place of the system's: what each returns, and what it is given."""

_NEEDS_ROOM = frozenset({b"ftruncate", b"write", b"pwrite", b"pwrite64", b"fallocate"})
_IOERR_FSYNC = 10 | 4 << 8
_SYNC = 4
_SLEEP = 8


class _Vfs(ctypes.Structure):
    pass


_Vfs._fields_ = [
    ("version_size_longest", _INT * 3),
    ("next_name_data", _POINTER * 3),
    ("open", _POINTER),
    ("others", _POINTER * 12),
    ("set", ctypes.CFUNCTYPE(_INT, ctypes.POINTER(_Vfs), ctypes.c_char_p, _POINTER)),
    ("get", ctypes.CFUNCTYPE(_POINTER, ctypes.POINTER(_Vfs), ctypes.c_char_p)),
]


class _Methods(ctypes.Structure):
    """What an open file can do."""

    _fields_ = (("version", _INT), ("calls", _POINTER * 18))


_OPEN = ctypes.CFUNCTYPE(_INT, _POINTER, _POINTER, ctypes.POINTER(ctypes.POINTER(_Methods)), _INT, _POINTER)
_SYNCS = _SLEEPS = ctypes.CFUNCTYPE(_INT, _POINTER, _INT)

_kept = []  # what C still calls must not be collected


def fail_system(nth, fault):
    """Let the Nth call fail that SQLite makes to the system.

    `lock` is a lock that somebody else has, `unlock` one that cannot be let go; `full` is a disk that stays full: what
    needs room fails; `sync` is one that does not say that it keeps what it has.
    """
    library = ctypes.CDLL(getattr(_sqlite3, "__file__", None))
    library.sqlite3_vfs_find.restype = ctypes.POINTER(_Vfs)
    vfs = library.sqlite3_vfs_find(None)
    number = getattr(errno, {"lock": "EAGAIN", "unlock": "EIO", "full": "ENOSPC", "sync": "EIO"}.get(fault, fault))
    wanted = {"lock": {b"fcntl"}, "unlock": {b"fcntl"}, "full": _NEEDS_ROOM, "sync": set()}.get(fault, _CALLS.keys())
    counts = _lets_go if fault == "unlock" else _takes
    for name in wanted:
        original = vfs.contents.get(vfs, name)
        if original:
            kind = ctypes.CFUNCTYPE(*_CALLS[name], use_errno=True)
            vfs.contents.set(vfs, name, _pointer(kind(_failing(nth, name.decode(), kind(original), number, counts))))
    if fault == "unlock":
        # Whoever waits for a lock of its own waits in vain, and up to twenty seconds.
        vfs.contents.others[_SLEEP] = _pointer(_SLEEPS(lambda _, microseconds: microseconds))
    elif fault != "lock":
        # Not among the calls that it lets us replace.
        _fail_syncs(nth, vfs.contents)


def _pointer(call):
    _kept.append(call)
    return ctypes.cast(call, _POINTER)


def _takes(name, args):
    return name != "fcntl" or (args[1] == fcntl.F_SETLK and _lock(args) != fcntl.F_UNLCK)


def _lets_go(_name, args):
    return args[1] == fcntl.F_SETLK and _lock(args) == fcntl.F_UNLCK


def _lock(args):
    return ctypes.c_short.from_address(args[2]).value


def _failing(nth, name, original, number, counts):
    def call(*args):
        if counts(name, args) and nth(name):
            ctypes.set_errno(number)
            return -1
        return original(*args)

    return call


def _fail_syncs(nth, vfs):
    """Let every file that is opened from now on be made safe by us."""
    open_ = _OPEN(vfs.open)

    def opens(vfs_, name, file, flags, given):
        code = open_(vfs_, name, file, flags, given)
        if code == 0:
            own = _Methods.from_buffer_copy(file.contents.contents)
            sync = _SYNCS(own.calls[_SYNC])
            own.calls[_SYNC] = _pointer(_SYNCS(lambda at, how: _IOERR_FSYNC if nth("fsync") else sync(at, how)))
            _kept.append(own)
            file[0] = ctypes.pointer(own)
        return code

    vfs.open = _pointer(_OPEN(opens))
