"""Every phrase with which HylaFAX 6.0.7 ends a job, and what it means here."""

from __future__ import annotations

import pytest

from desktop.fax.hylafax_failures import failure_of
from desktop.fax.server import FaxFailure

PHRASES = {
    FaxFailure.BUSY: (
        "Busy signal detected",
        "Busy signal detected; too many attempts to dial",
        "{E001} Busy signal detected",
    ),
    FaxFailure.NO_ANSWER: (
        "No answer from remote",
        "No answer from remote; too many attempts to dial",
        "Ringback detected, no answer (timeout)",
        "Ringback detected, no answer without CED",
        "No answer (T.30 T1 timeout)",
    ),
    FaxFailure.NOT_A_FAX: (
        "No carrier detected",
        "No carrier detected; too many attempts to dial",
        "No receiver protocol (T.30 T1 timeout)",
        "Data connection established (wanted fax)",
        "Ring detected without successful handshake",
        "Ring detect without successful handshake",
        "Carrier established, but Phase A failure",
        "Unspecified Phase A error",
        "Remote has no T.4 receiver capability",
        "Remote cannot receive",
        "Remote station cannot receive (DIS bit 10)",
        "COMREC invalid command received/no DIS or DTC",
    ),
    FaxFailure.DROPPED: (
        "No response to MPS repeated 3 tries",
        "No response to EOP repeated 3 tries",
        "No response to PPS repeated 3 times.",
        "RSPREC error/got DCN (receiver abort)",
        "RSPREC invalid response received",
        "COMREC error in transmit Phase B/got DCN",
        "Remote fax disconnected prematurely",
        "Unable to transmit page (giving up after 3 attempts)",
        "Unable to transmit page (NAK at all possible signalling rates)",
        "Failure to train remote modem at 2400 bps or minimum speed",
        "Failure to transmit clean ECM image data.",
        "Failed to properly open V.34 primary channel.",
        "DIS/DTC received 3 times; DCS not recognized",
        "Error sending T.30 prologue frames",
        "Problem sending TCF data",
        "ECM procedure error (frame duplication).",
        "Fax protocol error (command repeated 3 times)",
        "The destination appears to have trouble with V.17.",
        "Receiver flow control exceeded timer.",
        "Unable to establish message carrier",
        "Unspecified Transmit Phase C error",
        "Communication failure during Phase B/C",
        "Stop and wait failure (modem on hook)",
        "Giving up after 3 attempts to send same page",
        "Call aborted,  from +FK or <CAN>",
        "DTE to DCE data underflow",
        "Command or signal 10 sec. timeout",
        "DCS sent 3 times without response",
        "Modem protocol error (unknown post-page response)",
        "Procedure interrupt received, job terminated",
    ),
    FaxFailure.NO_LINE: (
        "No local dialtone",
        "No loop current",
        "Glare - RING detected",
        "Unknown problem (check modem power)",
        "Can not lock modem device",
        "Unable to configure modem for fax use",
        "/dev/ttyS0: Can not initialize modem.",
        "Unable to setup modem on /dev/ttyS0; giving up after 2 attempts",
        "Unable to set session parameters (modem command failed)",
        "REJECT: Requested modem ttyS9 is not registered",
    ),
    FaxFailure.REJECTED: (
        "Invalid dialing command",
        "DIALING DISABLED",
        "Blacklisted by modem",
        "REJECT: Unable to convert dial string to canonical format",
    ),
    FaxFailure.STOPPED: (
        "Job aborted by request",
        "Call aborted by user",
        "Job interrupted by user",
        "Send aborted due to operator intervention",
        "Procedure interrupt (operator intervention)",
    ),
    FaxFailure.SERVER: (
        "Kill time expired",
        "[Job time limit exceeded]",
        "CONVERT DOCUMENT: exit status 0x100",
        "Converted document is not valid TIFF",
        "Can not open document file docq/doc1.tif.1",
        "Document preparation failed: Permission denied",
        "Job contains no documents",
        "REJECT: No work found in job file",
        "REJECT: Page width (0) appears invalid",
        "Too many pages in submission; max 20",
        "Send program terminated abnormally with exit status 0xb",
        "Could not fork to prepare job for transmission",
        "Invalid or corrupted job description file",
        "Modem does not support negotiated signalling rate",
        "High resolution document is not supported by client, image resolution 7.7 lines/mm",
        "Client does not support document page width, max remote page width 1728 pixels",
        "Image conversion error",
    ),
    FaxFailure.UNKNOWN: ("", "too many attempts to dial", "Something new"),
}


@pytest.mark.parametrize(
    ("failure", "said"),
    [(failure, said) for failure, phrases in PHRASES.items() for said in phrases],
)
def test_the_server_s_words(failure: FaxFailure, said: str) -> None:
    assert failure_of(said, pages_sent=0) is failure


def test_every_failure_has_words() -> None:
    assert set(PHRASES) == set(FaxFailure)


def test_after_a_page_words_that_nobody_knows_mean_a_lost_line() -> None:
    assert failure_of("Something new", pages_sent=2) is FaxFailure.DROPPED
    assert failure_of("Job aborted by request", pages_sent=2) is FaxFailure.STOPPED
