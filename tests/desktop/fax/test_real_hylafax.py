"""Real faxes: the shop's HylaFAX and another one, each with a software modem, on one line.

A fax takes half a minute, so each test makes as many findings of its calls as there are. What a page is
on the wire is set in `fax_samples`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.fax.hylafax import HylafaxServer
from desktop.fax.hylafax_wire import Conversation
from desktop.fax.server import FaxFailure, FaxRefused, FaxServerGone, JobState
from tests.desktop.fax.fax_samples import page, pages_of, share_of_dots_that_differ, tiff_of
from tests.desktop.fax.hfaxd_transcript import TRANSCRIPT, transcript_of
from tests.desktop.fax.hylafax_peer import (
    ODD_PASSWORD,
    ODD_USER,
    OURS,
    PASSWORD,
    THEIRS,
    USER,
    HylaFax,
    Machine,
    missing,
    running_hfaxd,
    wait_for_end,
    wait_until,
)

pytestmark = [pytest.mark.peers, pytest.mark.timeout(300)]

RECORDED = "5550199"
"""Who has called, as it stands in the transcript."""

SAME = 0.001
"""A share of the dots of a page; error correction makes it none in truth."""


def test_a_fax_that_comes_in_is_fetched_and_removed(hylafax: HylaFax, tmp_path: Path) -> None:
    sent = [page("An order form"), page("Its second page")]
    path = tmp_path / "form.tif"
    path.write_bytes(tiff_of(*sent))
    client = hylafax.client()
    assert client.received() == ()

    hylafax.call_in(path)

    (fax,) = client.received()
    assert (fax.is_complete, fax.pages, fax.sender) == (True, 2, THEIRS)
    with pytest.raises(FaxRefused, match="longer"):
        client.fetch(fax.name, most=fax.size - 1)
    content = client.fetch(fax.name, most=fax.size)
    assert len(content) == fax.size
    got = pages_of(content)
    assert [one.size for one in got] == [one.size for one in sent]
    assert all(share_of_dots_that_differ(*pair) < SAME for pair in zip(sent, got, strict=True))
    client.remove(fax.name)
    assert client.received() == ()
    client.remove(fax.name)
    with pytest.raises(FaxRefused, match="cannot be fetched"):
        client.fetch(fax.name, most=fax.size)


def test_two_faxes_handed_over_at_once_both_arrive_as_they_were_sent(hylafax: HylaFax) -> None:
    documents = {"two-1": [page("First"), page("Page two")], "two-2": [page("Second")]}
    clients = {tag: hylafax.client() for tag in documents}
    before = {fax.name for fax in hylafax.theirs.client().received()}
    hylafax.be_ready()
    for (tag, pages), number in zip(documents.items(), (THEIRS, "9095550198"), strict=True):
        assert clients[tag].find(tag) is None
        job_id = clients[tag].submit(tag=tag, number=number, tiff=tiff_of(*pages))
        found = clients[tag].find(tag)
        assert found is not None
        assert (found.id, found.tag) == (job_id, tag)
        assert found.state in (JobState.WAITING, JobState.SENDING)

    for tag, pages in documents.items():
        job = wait_for_end(clients[tag], tag, seconds=200)
        assert (job.state, job.failure, job.said) == (JobState.DONE, None, "")
        assert (job.pages_sent, job.pages, job.tries) == (len(pages), len(pages), 1)

    peer = hylafax.theirs.client()
    arrived = [fax for fax in peer.received() if fax.name not in before]
    assert [fax.sender for fax in arrived] == [OURS] * 2
    got = {fax.pages: pages_of(peer.fetch(fax.name, most=1_000_000)) for fax in arrived}
    for pages in documents.values():
        pairs = zip(pages, got[len(pages)], strict=True)
        assert all(share_of_dots_that_differ(*pair) < SAME for pair in pairs)
    for tag, client in clients.items():
        job = wait_for_end(client, tag, seconds=1)
        client.cancel(job.id)  # over: harmless
        client.forget(job.id)
        assert client.find(tag) is None
        client.forget(job.id)


def test_a_line_that_is_lost_in_page_two(hylafax: HylaFax) -> None:
    client = hylafax.client()
    hylafax.be_ready()
    pages = [page("One"), page("Two", is_slow=True), page("Three")]
    client.submit(tag="lost", number=THEIRS, tiff=tiff_of(*pages))
    wait_until(
        lambda: (job := client.find("lost")) is not None and job.pages_sent == 1, seconds=100
    )
    hylafax.theirs.pull_out()
    job = wait_for_end(client, "lost", seconds=120)
    assert (job.state, job.failure) == (JobState.FAILED, FaxFailure.DROPPED)
    assert (job.pages_sent, job.pages, job.tries) == (1, 3, 1)


def test_nobody_there(hylafax: HylaFax) -> None:
    client = hylafax.client()
    hylafax.theirs.pull_out()
    client.submit(tag="nobody", number=THEIRS, tiff=tiff_of(page("One")))
    job = wait_for_end(client, "nobody", seconds=110)
    assert (job.state, job.failure) == (JobState.FAILED, FaxFailure.NO_ANSWER)
    assert (job.pages_sent, job.tries) == (0, 1)
    assert job.said == "No answer from remote; too many attempts to dial"


@pytest.fixture(scope="module")
def hfaxd() -> Iterator[Machine]:
    if why := missing(needs_line=False):
        pytest.skip(why)
    with running_hfaxd() as machine:
        yield machine


def test_it_answers_as_recorded(hfaxd: Machine) -> None:
    """What the server of the other tests answers."""
    hfaxd.put_into_queue("fax000009999.tif", tiff_of(page("Received"), caller=RECORDED))
    assert transcript_of(hfaxd.port, fax="fax000009999.tif") == TRANSCRIPT.read_text()


def test_who_may_not_come_in(hfaxd: Machine) -> None:
    stranger = HylafaxServer(host="127.0.0.1", port=hfaxd.port, user=USER, password="another")
    with pytest.raises(FaxServerGone, match="Check both in the settings"):
        stranger.received()


def test_a_password_arrives_as_it_is(hfaxd: Machine) -> None:
    client = HylafaxServer(host="127.0.0.1", port=hfaxd.port, user=ODD_USER, password=ODD_PASSWORD)
    assert client.find("none") is None


def test_what_is_cut_off_before_the_end_is_no_job(hfaxd: Machine) -> None:
    """hfaxd sweeps drafts and stored pages; a crash between two commands sends nothing."""
    talk = Conversation(timeout=20)
    talk.connect("127.0.0.1", hfaxd.port)
    for command in (f'USER "{USER}"', f'PASS "{PASSWORD}"', "TYPE I", "FORM TIFF"):
        talk.sendcmd(command)
    talk.store(tiff_of(page("Cut off")))
    number = talk.new_job()
    talk.sendcmd('JPARM JOBINFO "cut"')
    assert (hfaxd.spool / "sendq" / f"q{number}").exists()
    talk.close()
    wait_until(lambda: not (hfaxd.spool / "sendq" / f"q{number}").exists(), seconds=10)
    assert list((hfaxd.spool / "tmp").iterdir()) == []
    assert hfaxd.client().find("cut") is None
