"""Notices arrive where they are sent, and one that cannot be delivered stops nothing."""

from __future__ import annotations

import re
import socket
from pathlib import Path

import pytest

from flows.notify import NoSuchService, NotDelivered, Notice, send, try_out
from tests.support.hearing import mail_sink, note_taker, notes, web_hook

NOTICE = Notice("failed", "A run failed", "The disk is full.", {"dataset": "/d", "version": 3})


def test_a_web_hook_gets_the_notice_as_json() -> None:
    with web_hook() as (address, heard):
        assert send(NOTICE, [address]) == []
    assert heard == [
        {
            "kind": "failed", "subject": "A run failed", "text": "The disk is full.",
            "dataset": "/d", "version": 3,
        }
    ]  # fmt: skip


def test_a_command_gets_the_notice_on_its_standard_input(tmp_path: Path) -> None:
    assert send(NOTICE, [f"exec:{note_taker(tmp_path)}"]) == []
    assert [one["text"] for one in notes(tmp_path)] == ["The disk is full."]


def test_a_mail_has_the_subject_and_the_text() -> None:
    with mail_sink() as (address, messages):
        assert send(NOTICE, [f"{address}?from=news@desk.example&to=ed@desk.example"]) == []
    (message,) = messages
    assert re.search(r"^Subject: A run failed\r?$", message, re.MULTILINE)
    assert "To: ed@desk.example" in message


def closed_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.mark.parametrize(
    ("address", "problem"),
    [
        ("https://me:secret@127.0.0.1:{port}/x", r"https://127\.0\.0\.1:{port} was not notified: "),
        (
            "mailto://127.0.0.1:{port}?from=a@b.example&to=a@b.example",
            "mailto://.* was not reached",
        ),
        ("exec:false", "exec:false was not notified: it ended with 1"),
        ("exec:sh -c 'echo no such desk >&2; exit 3'", "it ended with 3: no such desk"),
        ("exec:/nowhere/at-all", "exec:/nowhere/at-all was not notified: .*No such file"),
        ("exec:unclosed 'quotation", "exec:unclosed was not notified: "),
        ("pigeon://secret", "pigeon://secret was not notified: no address of a kind"),
        ("nonsense", "an address was not notified: no address of a kind"),
    ],
)
def test_what_is_not_delivered_is_said_without_its_secrets_and_the_others_are_served(
    address: str, problem: str, tmp_path: Path
) -> None:
    port = str(closed_port())
    told = send(NOTICE, [address.replace("{port}", port), f"exec:{note_taker(tmp_path)}"])
    assert len(told) == 1
    assert re.match(f"(.* )?{problem.replace('{port}', port)}|.*{problem}", told[0]), told
    assert ":secret@" not in told[0]
    assert len(notes(tmp_path)) == 1


def test_a_hook_that_refuses_is_a_problem() -> None:
    with web_hook(status=500) as (address, _):
        (problem,) = send(NOTICE, [address])
    assert "500" in problem


def test_a_trial_says_who_was_not_reached(tmp_path: Path) -> None:
    try_out([f"exec:{note_taker(tmp_path)}"], {"dataset": "/d"})
    assert [(one["kind"], one["dataset"]) for one in notes(tmp_path)] == [("trial", "/d")]
    with pytest.raises(NoSuchService, match="nobody to notify"):
        try_out([], {})
    with pytest.raises(NotDelivered, match="exec:false"):
        try_out(["exec:false"], {})
