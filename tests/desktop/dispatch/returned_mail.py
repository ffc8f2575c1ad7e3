"""Messages that mail servers return, as they look; and others that only look so."""

from __future__ import annotations

import uuid

HEADERS = """\
Received: by mail.example.com (Postfix); Mon, 2 Mar 2026 15:04:06 +0000 (UTC)
From: Lanternfield Supply <orders@example.com>
To: Jane Roe <jane@example.org>
Subject: Your order 10-0042-7: confirmation
Message-ID: <{dispatch}.1@example.com>
Auto-Submitted: auto-generated
"""

POSTFIX = """\
Return-Path: <>
From: MAILER-DAEMON@mail.example.com (Mail Delivery System)
To: orders@example.com
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="=_1"
Message-ID: <20260302150406.4F2A@mail.example.com>

This is a MIME-encapsulated message.

--=_1
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

<jane@example.org>: host mx.example.org[192.0.2.25] said: {code} {status}
    <jane@example.org>: {said} (in reply to RCPT TO command)

--=_1
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.com
X-Postfix-Queue-ID: 4F2A
Arrival-Date: Mon,  2 Mar 2026 15:04:06 +0000 (UTC)

Final-Recipient: rfc822; jane@example.org
Original-Recipient: rfc822;jane@example.org
Action: {action}
Status: {status}
Remote-MTA: dns; mx.example.org
Diagnostic-Code: smtp; {code} {status} <jane@example.org>: {said}

--=_1
Content-Description: Undelivered Message {part}
Content-Type: {part_type}

{headers}
--=_1--
"""

EXIM = """\
Return-path: <>
From: Mail Delivery System <Mailer-Daemon@mail.example.com>
To: orders@example.com
Subject: Mail delivery failed: returning message to sender
X-Failed-Recipients: jane@example.org
Auto-Submitted: auto-replied
Content-Type: text/plain; charset=us-ascii
Message-Id: <E1abc-0001@mail.example.com>

This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  jane@example.org
    host mx.example.org [192.0.2.25]
    SMTP error from remote mail server after RCPT TO:<jane@example.org>:
    550 5.1.1 no such person here

------ This is a copy of your message, including all the headers. ------

{headers}"""

QMAIL = """\
Return-Path: <>
From: MAILER-DAEMON@mail.example.com
To: orders@example.com
Subject: failure notice

Hi. This is the qmail-send program at mail.example.com.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<jane@example.org>:
192.0.2.25 does not like recipient.
Remote host said: 550 no such person here
Giving up on 192.0.2.25.

--- Below this line is a copy of the message.

{headers}"""

EXIM_LATE = """\
Return-path: <>
From: Mail Delivery System <Mailer-Daemon@mail.example.com>
To: orders@example.com
Subject: Warning: message E1abc-0001 delayed 24 hours
Auto-Submitted: auto-replied

This message was created automatically by mail delivery software.
A message that you sent has not yet been delivered to one or more of its
recipients after more than 24 hours on the queue on mail.example.com.

The message identifier is:     E1abc-0001
The subject of the message is: Your order 10-0042-7: confirmation
Message-ID: <{dispatch}.1@example.com>

No action is required on your part.
"""

HOLIDAY = """\
Return-Path: <>
From: Jane Roe <jane@example.org>
To: orders@example.com
Subject: Out of office: Your order 10-0042-7: confirmation
Auto-Submitted: auto-replied
In-Reply-To: <{dispatch}.1@example.com>
References: <{dispatch}.1@example.com>

I am away until 15 March, and your message could not be delivered to me before. 550 days of joy.
"""

ANSWER = """\
From: Jane Roe <jane@example.org>
To: orders@example.com
Subject: Re: Your order 10-0042-7: confirmation
In-Reply-To: <{dispatch}.1@example.com>

My first e-mail to you could not be delivered: 550 5.1.1 nobody. What is wrong with your server?

> Message-ID: <{dispatch}.1@example.com>
"""

READ_RECEIPT = """\
From: Jane Roe <postmaster@example.org>
To: orders@example.com
Subject: Not read: Your order 10-0042-7: confirmation
Content-Type: multipart/report; report-type=disposition-notification; boundary="=_2"

--=_2
Content-Type: text/plain

Your message was deleted without being read. It could not be delivered to a person. 550 no
--=_2
Content-Type: message/disposition-notification

Original-Message-ID: <{dispatch}.1@example.com>
Disposition: automatic-action/MDN-sent-automatically; deleted

--=_2--
"""


def postfix(
    dispatch: uuid.UUID,
    *,
    action: str = "failed",
    status: str = "5.1.1",
    code: str = "550",
    said: str = "no such person here",
    whole: bool = False,
) -> bytes:
    """A report in the standard form; *whole*: it returns all of the message, not its headers."""
    headers = HEADERS.format(dispatch=dispatch) + ("\nthe text of it\n" if whole else "")
    return POSTFIX.format(
        action=action,
        status=status,
        code=code,
        said=said,
        headers=headers,
        part="" if whole else "Headers",
        part_type="message/rfc822" if whole else "text/rfc822-headers",
    ).encode()


def made(form: str, dispatch: uuid.UUID) -> bytes:
    """One of the other forms."""
    return form.format(headers=HEADERS.format(dispatch=dispatch), dispatch=dispatch).encode()
