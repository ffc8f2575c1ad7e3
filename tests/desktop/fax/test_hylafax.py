"""The client of HylaFAX, over a server that answers as the recorded one and breaks off as it is told."""

from __future__ import annotations

import logging
import threading
import traceback
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from desktop.errors import WorldError
from desktop.fax.hylafax import HylafaxServer
from desktop.fax.server import (
    FaxFailure,
    FaxRefused,
    FaxServer,
    FaxServerGone,
    JobState,
    ReceivedFile,
    ServerJob,
)
from tests.desktop.fax.fake_hfaxd import PASSWORD, USER, FakeFax, FakeHfaxd, When
from tests.desktop.fax.hfaxd_transcript import TRANSCRIPT, transcript_of

TIFF = b"II*\x00" + bytes(range(256)) * 40
TAG, NUMBER = "0192f3c4-try-1", "8055550163"
GONE = "The fax server does not answer. It is tried again by itself."


@pytest.fixture
def server() -> Iterator[FakeHfaxd]:
    with FakeHfaxd() as made:
        yield made


@pytest.fixture
def client(server: FakeHfaxd) -> Iterator[HylafaxServer]:
    made = sign_in(server)
    yield made
    made.close()


def sign_in(server: FakeHfaxd, *, user: str = USER, password: str = PASSWORD) -> HylafaxServer:
    return HylafaxServer(
        host="127.0.0.1", port=server.port, user=user, password=password, timeout=5
    )


def submit(client: HylafaxServer) -> str:
    return client.submit(tag=TAG, number=NUMBER, tiff=TIFF)


@pytest.mark.parametrize("clock", ["monotonic", "time"])
def test_what_took_longer_than_others_wait_is_not_submitted(
    server: FakeHfaxd, client: HylafaxServer, monkeypatch: pytest.MonkeyPatch, clock: str
) -> None:
    """The computer slept, or the server dripped: another process may have begun anew."""
    told = iter([0.0])
    monkeypatch.setattr(
        "desktop.fax.stopwatch.time",
        SimpleNamespace(
            **{"monotonic": lambda: 0.0, "time": lambda: 0.0, clock: lambda: next(told, 61.0)}
        ),
    )
    with pytest.raises(FaxServerGone, match="too slow"):
        submit(client)
    monkeypatch.undo()
    assert client.find(TAG) is None
    assert not [line for line in server.commands if line.startswith("JSUBM")]


def test_it_is_a_fax_server(client: HylafaxServer) -> None:
    taken: FaxServer = client
    assert taken is client


def test_a_submitted_job_says_all_that_it_must(server: FakeHfaxd, client: HylafaxServer) -> None:
    assert submit(client) == "1"
    job = server.jobs[1]
    assert job.parameters == {
        "FROMUSER": "Order Desk",
        "NOTIFY": "NONE",
        "NOTIFYADDR": "nobody@localhost",
        "LASTTIME": "010000",
        "MAXDIALS": "1",
        "MAXTRIES": "1",
        "VRES": "196",
        "PAGEWIDTH": "216",
        "PAGELENGTH": "364",
        "PAGECHOP": "NONE",
        "DIALSTRING": NUMBER,
        "JOBINFO": TAG,
        "DOCUMENT": "docq/doc1.tif.1",
    }
    assert job.state == "P"
    assert server.documents["docq/doc1.tif.1"] == TIFF
    assert "JOB DEFAULT" in server.commands


def test_a_job_inherits_nothing_from_the_one_before(
    server: FakeHfaxd, client: HylafaxServer
) -> None:
    submit(client)
    client.submit(tag="other", number="8055550164", tiff=TIFF)
    assert server.jobs[2].parameters["JOBINFO"] == "other"
    assert server.jobs[2].parameters["DIALSTRING"] == "8055550164"
    assert server.jobs[1].parameters["DIALSTRING"] == NUMBER


def test_the_stored_copy_does_not_stay_at_the_server(
    server: FakeHfaxd, client: HylafaxServer
) -> None:
    submit(client)
    client.received()  # another conversation; the first one is over, and its folder is swept
    assert list(server.documents) == ["docq/doc1.tif.1"]


@pytest.mark.parametrize("tiff", [b"", b"II*", b"%PDF-1.7", b"%!PS-Adobe", b"II+\x00x", b"MM*\x00"])
def test_what_is_no_tiff_is_not_even_sent(
    server: FakeHfaxd, client: HylafaxServer, tiff: bytes
) -> None:
    with pytest.raises(FaxRefused, match="no TIFF"):
        client.submit(tag=TAG, number=NUMBER, tiff=tiff)
    assert server.commands == []


@pytest.mark.parametrize(
    ("tag", "number"),
    [
        ("", NUMBER),
        ("a b", NUMBER),
        ('a"b', NUMBER),
        ("a\r\nJKILL 1", NUMBER),
        ("a" * 61, NUMBER),
        (TAG, ""),
        (TAG, '5550163"'),
        (TAG, "5550163\r\nJKILL 1"),
        (TAG, "5550163\n"),
        (TAG, "555\\0163"),
        (TAG, "5" * 61),
    ],
)
def test_no_command_can_be_smuggled_in(
    server: FakeHfaxd, client: HylafaxServer, tag: str, number: str
) -> None:
    with pytest.raises(ValueError, match="that is no") as caught:
        client.submit(tag=tag, number=number, tiff=TIFF)
    assert "555" not in str(caught.value)
    assert server.commands == []


PATHS = ("", "../etc/hosts.hfaxd", "fax1.tif\r\nDELE x", "fax1.tif ", "fax/1.tif", "fax1.pdf",
         "seqf", "fax" + "1" * 41 + ".tif")  # fmt: skip


@pytest.mark.parametrize("name", PATHS)
def test_no_path_is_taken_for_a_name(server: FakeHfaxd, client: HylafaxServer, name: str) -> None:
    with pytest.raises(ValueError, match="no name"):
        client.fetch(name, most=10)
    with pytest.raises(ValueError, match="no name"):
        client.remove(name)
    with pytest.raises(ValueError, match="no number"):
        client.cancel("1\r\nJKILL 2")
    with pytest.raises(ValueError, match="no number"):
        client.forget("default")
    assert server.commands == []


def test_a_job_is_found_while_it_waits_is_sent_and_is_over(
    server: FakeHfaxd, client: HylafaxServer
) -> None:
    assert client.find(TAG) is None
    submit(client)
    job = server.jobs[1]
    assert client.find(TAG) == ServerJob("1", TAG, JobState.WAITING, 0, 0, 0, None, "")
    job.state, job.pages, job.pages_sent = "R", 3, 1
    assert client.find(TAG) == ServerJob("1", TAG, JobState.SENDING, 1, 3, 0, None, "")
    job.state, job.pages_sent, job.dials = "D", 3, 1
    assert client.find(TAG) == ServerJob("1", TAG, JobState.DONE, 3, 3, 1, None, "")
    assert client.find(TAG[:-1]) is None


@pytest.mark.parametrize(
    ("letter", "state"),
    [(letter, JobState.WAITING) for letter in "?TPSBW~"]
    + [("R", JobState.SENDING), ("D", JobState.DONE), ("F", JobState.FAILED)],
)
def test_every_state(
    server: FakeHfaxd, client: HylafaxServer, letter: str, state: JobState
) -> None:
    server.add_job(TAG, state=letter)
    found = client.find(TAG)
    assert found is not None
    assert found.state is state


def test_the_newest_job_of_a_tag_is_found(server: FakeHfaxd, client: HylafaxServer) -> None:
    """Numbers of jobs start anew at 32,000, so the time decides; a job that is not over comes first."""
    server.add_job(TAG, state="F", due=1_800_000_500, status="Busy signal detected")
    server.add_job(TAG, state="F", due=1_800_000_400, status="No local dialtone")
    found = client.find(TAG)
    assert found is not None
    assert (found.id, found.failure) == ("1", FaxFailure.BUSY)
    server.add_job(TAG, state="P", due=1_700_000_000)
    found = client.find(TAG)
    assert found is not None
    assert found.id == "3"


def test_words_of_several_lines_become_one_of_bounded_length(
    server: FakeHfaxd, client: HylafaxServer
) -> None:
    server.add_job(
        "one", state="F", status="Failure to train\nat 2400 bps\r\n\x07or less; " + "x" * 300
    )
    server.add_job("two", state="F", status="No answer from remote", dials=1)
    one, two = client.find("one"), client.find("two")
    assert one is not None
    assert two is not None
    assert one.said.startswith("Failure to train at 2400 bps or less; xxx")
    assert len(one.said) == 200
    assert one.failure is FaxFailure.DROPPED
    assert (two.said, two.failure, two.tries) == (
        "No answer from remote", FaxFailure.NO_ANSWER, 1
    )  # fmt: skip


def test_nobody_s_words_can_pass_for_a_job(server: FakeHfaxd, client: HylafaxServer) -> None:
    forged = f"\r\n9|D|1|1|1|1800000000|{TAG:60}|"
    server.add_job("other", state="F", status=forged)
    server.add_job("x|9|D|" + TAG, state="D")
    assert client.find(TAG) is None


def test_cancel_and_forget(server: FakeHfaxd, client: HylafaxServer) -> None:
    number = submit(client)
    client.forget(number)  # not over: the server says no, and it stays
    assert server.jobs[1].state == "P"
    client.cancel(number)
    found = client.find(TAG)
    assert found is not None
    assert (found.state, found.failure) == (JobState.FAILED, FaxFailure.STOPPED)
    client.cancel(number)
    client.forget(number)
    client.forget(number)
    client.cancel("31999")
    assert server.jobs == {}


def test_a_job_under_way_is_cancelled_without_waiting_for_its_end(
    server: FakeHfaxd, client: HylafaxServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """hfaxd answers then, up to a minute later."""
    monkeypatch.setattr("desktop.fax.hylafax.CANCEL_SECONDS", 0.1)
    server.add_job(TAG, state="R")
    server.withhold("JKILL")
    client.cancel("1")
    found = client.find(TAG)
    assert found is not None
    assert found.failure is FaxFailure.STOPPED


def test_what_has_come_in_oldest_first(server: FakeHfaxd, client: HylafaxServer) -> None:
    assert client.received() == ()
    server.faxes = {
        "fax000000012.tif": FakeFax(b"x" * 30, pages=2, received=1_800_000_060),
        "fax000000011.tif": FakeFax(b"x" * 20, caller="", station="  8055550164 "),
        "fax000000013.tif": FakeFax(b"", caller="", station="<unknown>", pages=0, received=1_800_000_090,
                                    coming_in=True),
    }  # fmt: skip
    at = datetime(2027, 1, 15, 8, 0, tzinfo=UTC)
    assert client.received() == (
        ReceivedFile("fax000000011.tif", True, 20, 1, "8055550164", at),
        ReceivedFile("fax000000012.tif", True, 30, 2, "5550163", at.replace(minute=1)),
        ReceivedFile("fax000000013.tif", False, 0, 0, "", at.replace(minute=1, second=30)),
    )


def test_every_call_reads_anew(server: FakeHfaxd, client: HylafaxServer) -> None:
    """hfaxd remembers what it has read once, for as long as a conversation lasts."""
    server.faxes["fax1.tif"] = FakeFax(b"x", coming_in=True)
    job = server.add_job(TAG, state="R")
    assert [fax.is_complete for fax in client.received()] == [False]
    assert client.find(TAG) is not None
    server.faxes["fax1.tif"].coming_in, job.state = False, "D"
    assert [fax.is_complete for fax in client.received()] == [True]
    found = client.find(TAG)
    assert found is not None
    assert found.state is JobState.DONE
    assert server.commands.count("QUIT") == 4


def test_hostile_lists(
    server: FakeHfaxd, client: HylafaxServer, caplog: pytest.LogCaptureFixture
) -> None:
    lines = [
        b"MARK|../../etc/passwd| |5|1|1800000000|" + b" " * 40 + b"|x\r\n",
        b"MARK|fax1.tif\r\nMARK|fax2.tif|no record\r\n",
        b"MARK|fax3.tif| |99999999999999999999|1|1800000000|" + b" " * 40 + b"|x\r\n",
        b"MARK|fax4.tif| |7|1|1800000000|" + b"5" * 40 + b"|" + b"\xff\x00|\n" * 500 + b"\r\n",
        b"fax5.tif| |7|1|1800000000|" + b" " * 40 + b"|x\r\n",
        b"MARK|fax6.tif| |7|1|999999999999|" + b" " * 40 + b"|far\r\n",
    ]
    server.hostile_lists["recvq"] = b"".join(lines)
    with caplog.at_level(logging.WARNING):
        faxes = client.received()
    assert [fax.name for fax in faxes] == ["fax4.tif"]
    assert faxes[0].sender == "5" * 40
    assert "5 files" in caplog.text
    server.hostile_lists["sendq"] = b"MARK|" * 1000 + b"\x00" * 10_000
    server.hostile_lists["doneq"] = b"MARK|1|D|1|1|1|999999999999999|x|"
    assert client.find(TAG) is None


def test_a_list_without_end_is_left(
    server: FakeHfaxd, client: HylafaxServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop.fax.hylafax_wire.MOST_LIST_BYTES", 50_000)
    server.hostile_lists["recvq"] = b"x" * 200_000
    with pytest.raises(FaxServerGone):
        client.received()


def test_an_answer_without_end_is_left(server: FakeHfaxd, client: HylafaxServer) -> None:
    client.received()
    server.answer("RCVFMT", "\r\n".join(["200-more"] * 500))
    with pytest.raises(FaxServerGone):
        client.received()


def test_a_fax_is_fetched_and_removed(server: FakeHfaxd, client: HylafaxServer) -> None:
    server.faxes["fax1.tif"] = FakeFax(TIFF)
    assert client.fetch("fax1.tif", most=len(TIFF)) == TIFF
    client.remove("fax1.tif")
    assert server.faxes == {}
    client.remove("fax1.tif")
    with pytest.raises(FaxRefused, match="cannot be fetched"):
        client.fetch("fax1.tif", most=10)


def test_a_refused_transfer_spoils_no_other(server: FakeHfaxd, client: HylafaxServer) -> None:
    """hfaxd would take the next document from the data connection of the refused one."""
    with pytest.raises(FaxRefused):
        client.fetch("fax1.tif", most=10)
    submit(client)
    assert server.documents["docq/doc1.tif.1"] == TIFF


@pytest.mark.parametrize("size", [101, 1_000_000])
def test_more_than_asked_for_is_not_read(
    server: FakeHfaxd, client: HylafaxServer, size: int
) -> None:
    server.faxes["fax1.tif"] = FakeFax(b"x" * size)
    with pytest.raises(FaxRefused, match="longer"):
        client.fetch("fax1.tif", most=100)
    assert client.received()[0].size == size


def test_a_fax_that_may_not_be_deleted_is_told(server: FakeHfaxd, client: HylafaxServer) -> None:
    server.faxes["fax1.tif"] = FakeFax(TIFF, may_delete=False)
    with pytest.raises(FaxServerGone, match="does not let Order Desk delete") as caught:
        client.remove("fax1.tif")
    assert not caught.value.can_retry


def test_half_a_fax_is_no_fax(server: FakeHfaxd, client: HylafaxServer) -> None:
    server.faxes["fax1.tif"] = FakeFax(TIFF)
    server.cut("DATA", When.AFTER)
    with pytest.raises(FaxServerGone):
        client.fetch("fax1.tif", most=100_000)
    assert client.fetch("fax1.tif", most=100_000) == TIFF


@pytest.mark.parametrize(("user", "password"), [(USER, "s3cret-wrong"), ("nobody", "s3cret-wrong")])
def test_a_refused_sign_in_says_what_to_do_and_not_the_password(
    server: FakeHfaxd, user: str, password: str, caplog: pytest.LogCaptureFixture
) -> None:
    client = sign_in(server, user=user, password=password)
    with caplog.at_level(logging.DEBUG), pytest.raises(FaxServerGone) as caught:
        submit(client)
    assert "Check both in the settings" in caught.value.words
    assert not caught.value.can_retry
    assert password not in "".join(traceback.format_exception(caught.value)) + caplog.text
    assert server.jobs == {}


def test_a_server_that_repeats_the_password_is_not_quoted(server: FakeHfaxd) -> None:
    client = sign_in(server, password="s3cret-wrong")
    server.answer("PASS", "500 'PASS s3cret-wrong': Syntax error, unmatched quote mark.")
    with pytest.raises(FaxServerGone) as caught:
        client.received()
    shown = "".join(traceback.format_exception(caught.value))
    assert "s3cret" not in shown
    assert caught.value.__context__ is None


def test_passwords_of_all_kinds_arrive_as_they_are(
    server: FakeHfaxd, monkeypatch: pytest.MonkeyPatch
) -> None:
    odd = 'a "quoted" \\ wörd, 100 €'
    monkeypatch.setattr("tests.desktop.fax.fake_hfaxd.PASSWORD", odd)
    client = sign_in(server, password=odd)
    assert client.received() == ()
    client.close()


@pytest.mark.parametrize("bad", ["", "a b", 'a"', "a\r\n", "a" * 61])
def test_a_name_that_is_none_is_refused_at_once(server: FakeHfaxd, bad: str) -> None:
    with pytest.raises(ValueError, match="no name"):
        sign_in(server, user=bad)
    with pytest.raises(ValueError, match="no password"):
        sign_in(server, password="a\nb")


def test_nobody_listens(server: FakeHfaxd) -> None:
    port = server.port
    server.__exit__()
    client = HylafaxServer(host="127.0.0.1", port=port, user=USER, password=PASSWORD, timeout=5)
    with pytest.raises(FaxServerGone) as caught:
        client.find(TAG)
    assert caught.value.words == GONE
    client.close()


def test_a_server_that_says_nothing_is_left_after_its_time(server: FakeHfaxd) -> None:
    client = HylafaxServer(
        host="127.0.0.1", port=server.port, user=USER, password=PASSWORD, timeout=0.2
    )
    server.withhold("LIST")
    with pytest.raises(FaxServerGone):
        client.find(TAG)


SUBMIT = ("USER", "PASS", "TYPE", "FORM", "PASV", "STOT", "JOB DEFAULT", "JNEW", "JPARM FROMUSER",
          "JPARM DIALSTRING", "JPARM JOBINFO", "JPARM DOCUMENT", "JSUBM")  # fmt: skip


@pytest.mark.parametrize("when", When)
@pytest.mark.parametrize("command", SUBMIT)
def test_every_cut_of_a_submission_leaves_one_job_or_none(
    server: FakeHfaxd, client: HylafaxServer, command: str, when: When
) -> None:
    """Whoever looks for the tag first, and submits where there is none, has sent it once."""
    server.cut(command, when)
    with pytest.raises(FaxServerGone):
        submit(client)
    found = client.find(TAG)
    assert (found is not None) == (command == "JSUBM" and when is When.AFTER)
    if found is None:
        submit(client)
    assert [job.state for job in server.jobs.values()] == ["P"]
    assert server.documents[server.jobs[max(server.jobs)].parameters["DOCUMENT"]] == TIFF


def test_a_cut_farewell_takes_nothing_back(server: FakeHfaxd, client: HylafaxServer) -> None:
    server.cut("QUIT", When.BEFORE)
    assert submit(client) == "1"
    assert server.jobs[1].state == "P"


def _find(client: HylafaxServer) -> object:
    return client.find(TAG)


CALLS: list[tuple[Callable[[HylafaxServer], object], tuple[str, ...]]] = [
    (_find, ("USER", "JOBFMT", "PASV", "LIST sendq", "LIST doneq")),
    (lambda client: client.cancel("1"), ("PASS", "JKILL")),
    (lambda client: client.forget("1"), ("PASS", "JDELE")),
    (lambda client: client.received(), ("RCVFMT", "PASV", "LIST recvq")),
    (lambda client: client.fetch("fax1.tif", most=99_999), ("TYPE", "PASV", "RETR")),
    (lambda client: client.remove("fax1.tif"), ("FORM", "DELE")),
]


@pytest.mark.parametrize("when", When)
@pytest.mark.parametrize(
    ("call", "command"), [(call, command) for call, commands in CALLS for command in commands]
)
def test_every_cut_of_the_other_calls_is_told_and_made_good_by_the_next(
    server: FakeHfaxd,
    client: HylafaxServer,
    call: Callable[[HylafaxServer], object],
    command: str,
    when: When,
) -> None:
    server.add_job(TAG, state="D" if command == "JDELE" else "P")
    server.faxes["fax1.tif"] = FakeFax(TIFF)
    server.cut(command, when)
    with pytest.raises(FaxServerGone) as caught:
        call(client)
    assert caught.value.words == GONE
    call(client)


def test_a_refused_submission_leaves_no_draft(server: FakeHfaxd, client: HylafaxServer) -> None:
    server.answer("JPARM DIALSTRING", "503 Permission denied: no write access.")
    with pytest.raises(FaxRefused, match="Permission denied"):
        submit(client)
    assert server.jobs == {}
    assert submit(client) == "2"


def test_the_scheduler_s_no_is_a_refusal(server: FakeHfaxd, client: HylafaxServer) -> None:
    no = "460 Failed to submit job 1: Unspecified reason (scheduler NAK'd request)."
    server.answer("JSUBM", no)
    with pytest.raises(FaxRefused, match="NAK"):
        submit(client)
    assert server.jobs == {}


def test_a_scheduler_that_does_not_run_is_no_refusal(
    server: FakeHfaxd, client: HylafaxServer
) -> None:
    server.answer("JSUBM", "460 Failed to submit job 1: Unable to open scheduler FIFO.")
    with pytest.raises(FaxServerGone):
        submit(client)
    assert client.find(TAG) is None
    assert server.jobs == {}


@pytest.mark.parametrize(
    ("command", "answer"),
    [
        ("PASV", "227 Entering passive mode (1,2)"),
        ("PASV", "227 Entering passive mode (10,9,8,7,0,1)"),
        ("PASV", "500 no"),
        ("STOT", "150 no name"),
        ("STOT", "226 at once"),
        ("JNEW", "200 no number"),
        ("JNEW", "nonsense"),
        ("JOB", "x" * 20_000),
        ("TYPE", "\xff\xfe"),
    ],
)
def test_answers_that_make_no_sense(
    server: FakeHfaxd, client: HylafaxServer, command: str, answer: str
) -> None:
    server.answer(command, answer)
    with pytest.raises(WorldError):
        submit(client)
    assert all(job.state == "T" for job in server.jobs.values())


def test_a_document_is_taken_nowhere_but_to_the_server_itself(
    server: FakeHfaxd, client: HylafaxServer
) -> None:
    """A passive answer that names another machine must not lead there."""
    client.received()
    server.answer("PASV", "227 Entering passive mode (203,0,113,9,4,1)")
    with pytest.raises(FaxServerGone):
        client.received()


def test_two_clients_at_once(server: FakeHfaxd) -> None:
    clients = [sign_in(server) for _ in range(2)]
    start = threading.Barrier(2)
    numbers: list[str] = []

    def send(client: HylafaxServer, name: str) -> None:
        start.wait(5)
        for turn in range(8):
            tag = f"{name}-{turn}"
            numbers.append(client.submit(tag=tag, number=NUMBER, tiff=TIFF + tag.encode()))
            found = client.find(tag)
            assert found is not None

    threads = [
        threading.Thread(target=send, args=(client, name))
        for client, name in zip(clients, "ab", strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(map(int, numbers)) == list(range(1, 17))
    for job in server.jobs.values():
        tag = job.parameters["JOBINFO"]
        assert server.documents[job.parameters["DOCUMENT"]] == TIFF + tag.encode()
    for client in clients:
        client.close()


def test_this_server_answers_as_the_recorded_one(server: FakeHfaxd) -> None:
    server.faxes["fax000000001.tif"] = FakeFax(TIFF, caller="5550199", station="5550199")
    assert transcript_of(server.port, fax="fax000000001.tif") == TRANSCRIPT.read_text()
