"""`orderdesk demo`: a telephone order played through the real windows with real keys."""

from desktop.demo.run import run_demo

__all__ = ["run_demo"]
