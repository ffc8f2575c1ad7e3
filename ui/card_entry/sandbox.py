"""Whether Chromium's sandbox can run here: not as root, nor where user namespaces are forbidden."""

from __future__ import annotations

import ctypes
import os
import sys

_CLONE_NEWUSER = 0x10000000
_CLONE_NEWNET = 0x40000000


def sandbox_can_run() -> bool:
    """Try what Chromium's sandbox needs, in a process that ends at once.

    Call before any thread is started. Elsewhere than on Linux the sandbox needs no privilege.
    """
    if sys.platform != "linux":
        return True
    if os.geteuid() == 0:
        return False
    pid = os.fork()
    if pid == 0:
        libc = ctypes.CDLL(None)
        # Two steps: some systems let a program make a user namespace and give it no powers there.
        failed = libc.unshare(_CLONE_NEWUSER) or libc.unshare(_CLONE_NEWNET)
        os._exit(1 if failed else 0)
    _, status = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(status) == 0
