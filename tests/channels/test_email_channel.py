"""Notices by e-mail, against a mail server stricter than real ones."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import socket
import ssl
from email.utils import parsedate_to_datetime

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from bot.channels.base import FileGone, Later, Refused, Sent, Unknown, Unreachable
from bot.channels.email import EmailChannel
from bot.channels.email_parts.server import server as server_of
from bot.channels.parts.markup import both_ways
from bot.files import FileStore
from messages.envelope import Choice, ChoiceKind, Document, Outgoing, Parcel
from tests.fakes.smtp_server import FakeSmtp

NOW = dt.datetime(2026, 11, 16, 2, 14, tzinfo=dt.UTC)
AGENCY = "Sở Kế hoạch và Đầu tư tỉnh Quảng Ngãi"


def parcel(text="Chào ông/bà", *, to="tu@example.vn", subject="Đã có trả lời", **more):
    message = Outgoing(
        "notice.answered", text, more.pop("choices", ()), file=more.pop("file", None)
    )
    return Parcel(41, "email", 7, to, "", message, subject=subject, **more)


def post(tmp_path, *parcels, fake=None, url="smtp://127.0.0.1:{port}", tls=None, agency=AGENCY):
    """Hand the parcels to a channel before a fake server: (fake, outcomes, channel)."""
    fake = fake or FakeSmtp()

    async def run():
        async with fake:
            channel = EmailChannel(
                url.format(port=fake.port),
                "lang-nghe@skhdt.example.vn",
                agency,
                tmp_path,
                tls=tls,
                now=lambda: NOW,
            )
            return fake, [await channel.send(one) for one in parcels], channel

    return asyncio.run(run())


def test_a_notice_arrives_in_plain_text_and_html(tmp_path):
    text = (
        "Thưa ông/bà, việc <b>PA26-00412-K</b> đã có trả lời.\n\n"
        'Xem <a href="https://x.vn/chat?a=1&amp;b=2">tại đây</a>. 1 &lt; 2 &amp; 3'
    )
    fake, [outcome], channel = post(tmp_path, parcel(text))
    assert outcome == Sent("langnghe-41@skhdt.example.vn")
    assert channel.health() == ""
    [letter] = fake.letters
    assert (letter.sender, letter.to) == ("lang-nghe@skhdt.example.vn", ["tu@example.vn"])
    assert fake.helo == "skhdt.example.vn"
    assert letter.message["Subject"] == "Đã có trả lời"
    assert letter.header("From") == f"{AGENCY} <lang-nghe@skhdt.example.vn>"
    assert letter.message["Message-ID"] == "<langnghe-41@skhdt.example.vn>"
    assert letter.message["Auto-Submitted"] == "auto-generated"
    assert parsedate_to_datetime(str(letter.message["Date"])) == NOW
    plain, rich = letter.part("plain"), letter.part("html")
    assert "việc PA26-00412-K đã có trả lời." in plain
    assert "tại đây (https://x.vn/chat?a=1&b=2). 1 < 2 & 3" in plain
    assert "<b>PA26-00412-K</b>" in rich
    assert '<a href="https://x.vn/chat?a=1&amp;b=2">tại đây</a>. 1 &lt; 2 &amp; 3' in rich
    assert plain.rstrip().endswith(AGENCY)


def test_only_links_are_left_of_the_buttons(tmp_path):
    choices = (
        Choice("Tôi đã rõ", "rate:5"),
        Choice("Xem & trả lời", "https://x.vn/c?a=1&b=2", ChoiceKind.URL),
        Choice("Xấu", "javascript:alert(1)", ChoiceKind.URL),
        Choice("Gửi số", "phone", ChoiceKind.PHONE),
    )
    fake, _, _ = post(tmp_path, parcel(choices=choices))
    plain, rich = fake.letters[0].part("plain"), fake.letters[0].part("html")
    assert "Xem & trả lời: https://x.vn/c?a=1&b=2" in plain
    assert '<a href="https://x.vn/c?a=1&amp;b=2">Xem &amp; trả lời</a>' in rich
    for gone in ("Tôi đã rõ", "rate:5", "javascript", "Gửi số"):
        assert gone not in plain + rich


def test_the_file_is_attached_under_its_name(tmp_path):
    data = b"%PDF-1.7\n" + bytes(range(256)) * 40
    kept = FileStore(tmp_path).keep_ours("Trả lời\r\nBcc: x@y.vn.pdf", "application/pdf", data)
    document = Document("Trả lời\r\nBcc: x@y.vn.pdf", kept.path, kept.type, kept.size)
    fake, [outcome], _ = post(tmp_path, parcel(file=document))
    assert isinstance(outcome, Sent)
    assert fake.letters[0].files() == [("Trả lờiBcc_ x@y.vn.pdf", "application/pdf", data)]


@pytest.mark.parametrize("path", ["../secret", "/etc/hostname", "aa/bb/cc"])
def test_a_file_that_is_not_in_the_store_is_refused(tmp_path, path):
    document = Document("a.pdf", path, "application/pdf", 1)
    fake, [outcome], _ = post(tmp_path / "files", parcel(file=document))
    assert outcome == Refused("the attached file is gone")
    assert not fake.letters


def test_a_doubled_send_bears_the_same_message_id(tmp_path):
    fake, _, _ = post(tmp_path, parcel(), parcel("đã sửa lời"))
    assert len({letter.message["Message-ID"] for letter in fake.letters}) == 1


@pytest.mark.parametrize(
    "evil", ["Chào\r\nBcc: x@y.vn", "Chào\nBcc: x@y.vn", "Chào\x00\x0bBcc", "a\u2028Bcc: x@y.vn"]
)
def test_no_header_can_be_slipped_in(tmp_path, evil):
    fake, [outcome], _ = post(tmp_path, parcel(subject=evil), agency=f"Sở\r\nBcc: x@y.vn {evil}")
    assert isinstance(outcome, Sent)
    [letter] = fake.letters
    assert letter.message["Bcc"] is None
    assert letter.to == ["tu@example.vn"]
    assert "\n" not in letter.message["Subject"]


@pytest.mark.parametrize(
    "address",
    [
        "",
        "tu",
        "@x.vn",
        "tu@",
        "tu@x.vn\r\nRCPT TO:<other@x.vn>",
        "tu@x.vn, other@x.vn",
        "Tu <tu@x.vn>",
        "tứ@x.vn",
        "tu@x..vn",
        "tu@" + "x" * 70 + ".vn",
        '"a b"@x.vn',
    ],
)
def test_what_is_no_address_is_unreachable(tmp_path, address):
    fake, [outcome], _ = post(tmp_path, parcel(to=address))
    assert outcome == Unreachable("not an e-mail address")
    assert not fake.letters


def test_a_domain_with_diacritics_is_written_in_ascii(tmp_path):
    fake, [outcome], _ = post(tmp_path, parcel(to="tu@đầutư.vn"))
    assert isinstance(outcome, Sent)
    assert fake.letters[0].to[0].startswith("tu@xn--")


@pytest.mark.parametrize(
    ("setting", "expected"),
    [
        ({"refuse": {"tu@example.vn": "450 4.2.0 <tu@example.vn> greylisted"}}, Later),
        ({"refuse": {"tu@example.vn": "550 5.1.1 <tu@example.vn> unknown"}}, Unreachable),
        ({"answer_mail": "451 4.7.1 try later"}, Later),
        ({"answer_mail": "553 5.7.1 not your address"}, Refused),
        ({"answer_mail": "421 4.3.2 going down"}, Later),
        ({"answer_data": "452 4.3.1 disk full"}, Later),
        ({"answer_data": "554 5.7.1 <tu@example.vn> looks like spam"}, Refused),
        ({"drop_at_mail": True}, Later),
        ({"drop_after_data": True}, Unknown),
        ({"size_limit": 100}, Refused),
    ],
)
def test_what_the_server_says_decides_what_follows(tmp_path, setting, expected, caplog):
    caplog.set_level(logging.DEBUG)
    logging.getLogger("mail").setLevel(logging.CRITICAL)  # the fake server's own words
    _, [outcome], channel = post(tmp_path, parcel(), fake=FakeSmtp(**setting))
    assert isinstance(outcome, expected)
    assert "@" not in outcome.why + channel.health() + caplog.text
    if isinstance(outcome, Later):
        assert 30 <= outcome.seconds <= 3600


def test_pauses_grow(tmp_path):
    fake = FakeSmtp(answer_data="451 later")
    _, outcomes, _ = post(tmp_path, *(parcel(attempts=n) for n in (0, 1, 3, 20)), fake=fake)
    assert [outcome.seconds for outcome in outcomes] == [60, 120, 480, 3600]


def test_health_tells_of_a_server_that_is_away_and_then_back(tmp_path):
    async def run():
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        channel = EmailChannel(f"smtp://127.0.0.1:{port}", "a@x.vn", AGENCY, tmp_path)
        assert isinstance(await channel.send(parcel()), Later)
        assert "mail server" in channel.health()
        async with FakeSmtp() as fake:
            channel._server = server_of(f"smtp://127.0.0.1:{fake.port}")
            assert isinstance(await channel.send(parcel()), Sent)
        assert channel.health() == ""

    asyncio.run(run())


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """(the server's context, a client's that trusts it)."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(dt.datetime.now(dt.UTC) - dt.timedelta(days=1))
        .not_valid_after(dt.datetime.now(dt.UTC) + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("tls") / "both.pem"
    pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain)
    file.write_bytes(private + made.public_bytes(pem))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context, ssl.create_default_context(cafile=str(file))


@pytest.mark.parametrize("scheme", ["smtps", "smtp+starttls"])
@pytest.mark.parametrize(("password", "expected"), [("m%40t kh%E1%BA%A9u", Sent), ("no", Later)])
def test_tls_and_password(tmp_path, certificate, scheme, password, expected):
    ours, trusting = certificate
    fake = FakeSmtp(users={"bot": "m@t khẩu"}, tls=ours, starttls=scheme != "smtps")
    url = f"{scheme}://bot:{password}@localhost:{{port}}"
    _, [outcome], channel = post(tmp_path, parcel(), fake=fake, url=url, tls=trusting)
    assert isinstance(outcome, expected)
    assert bool(channel.health()) == (expected is Later)


@pytest.mark.parametrize("scheme", ["smtps", "smtp+starttls"])
def test_a_server_nobody_vouches_for_gets_nothing(tmp_path, certificate, scheme):
    fake = FakeSmtp(tls=certificate[0], starttls=scheme != "smtps")
    _, [outcome], _ = post(tmp_path, parcel(), fake=fake, url=f"{scheme}://localhost:{{port}}")
    assert isinstance(outcome, Later)
    assert not fake.letters


def test_a_server_without_starttls_gets_nothing_when_it_was_asked_for(tmp_path):
    fake, [outcome], _ = post(tmp_path, parcel(), url="smtp+starttls://localhost:{port}")
    assert isinstance(outcome, Later)
    assert not fake.letters


@pytest.mark.parametrize(
    "url",
    [
        "",
        "mail.x.vn:25",
        "http://mail.x.vn",
        "smtp://",
        "smtp://mail.x.vn:abc",
        "smtp://u:geheim@mail.x.vn",
    ],
)
def test_settings_that_cannot_work_are_told_without_the_password(tmp_path, url):
    with pytest.raises(ValueError) as told:
        EmailChannel(url, "a@x.vn", AGENCY, tmp_path)
    assert "geheim" not in str(told.value)


def test_the_sender_may_have_a_name_and_must_have_an_address(tmp_path):
    assert EmailChannel("smtp://h", "Lắng Nghe <a@x.vn>", AGENCY, tmp_path)._sender.display_name
    with pytest.raises(ValueError):
        EmailChannel("smtp://h", "Lắng Nghe", AGENCY, tmp_path)


def test_ports_have_their_usual_values():
    assert [server_of(f"{s}://h").port for s in ("smtp", "smtps", "smtp+starttls")] == [
        25,
        465,
        587,
    ]
    assert "pw" not in repr(server_of("smtps://u:pw@h"))


def test_nothing_comes_in(tmp_path):
    channel = EmailChannel("smtp://h", "a@x.vn", AGENCY, tmp_path)
    assert channel.routes() == []
    with pytest.raises(FileGone):
        asyncio.run(channel.fetch("x", 1))


@pytest.mark.parametrize(
    ("text", "plain", "rich"),
    [
        ("<script>x</script>", "x", "x"),
        ("<b>a<i>b</b>c", "abc", "<b>a<i>bc</i></b>"),
        ('<a href="javascript:x">a</a>', "a", "a"),
        ('<a href="https://x.vn">https://x.vn</a>', "https://x.vn", None),
        ('<a href="tel:0255">0255</a>', "0255", '<a href="tel:0255">0255</a>'),
        ("a\nb", "a\nb", "a<br>\nb"),
        ("</b>a < b", "a < b", "a &lt; b"),
    ],
)
def test_markup_is_read_carefully(text, plain, rich):
    got = both_ways(text)
    assert got[0] == plain
    assert rich is None or got[1] == rich
