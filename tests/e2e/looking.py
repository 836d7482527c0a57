# SPDX-License-Identifier: EUPL-1.2
"""What assistive technology sees of a program, asked by level.

One place after another costs a round trip for each, and on a busy computer a turn of the scheduler: looking
for a word on a page of 240 places took 2.3 s. Here everything on a level is asked at once, and the answers are read as
they come. This speaks to the accessibility bus by itself, because GTK 4.8 has no Collection, its cache (GetItems)
knows only what somebody asked for before, and libatspi remembers nothing without a main loop.

Names, states and places are asked each time. What a place is (its role) stays while it lives, and is remembered.
"""

import os
import socket
import struct
import threading
import time
import urllib.parse

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, Gio  # noqa: E402

ACCESSIBLE = "org.a11y.atspi.Accessible"
COMPONENT = "org.a11y.atspi.Component"
TEXT = "org.a11y.atspi.Text"
PROPERTIES = "org.freedesktop.DBus.Properties"
ROOT = "/org/a11y/atspi/accessible/root"
DAEMON = ("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus")
METHOD_CALL, METHOD_RETURN = 1, 2
# What has nothing in it but, as long as it is open, a menu of its own.
LEAVES = ("label", "image", "separator")
# Fields of the header of a message.
PATH, INTERFACE, MEMBER, REPLY_SERIAL, DESTINATION, SIGNATURE = 1, 2, 3, 5, 6, 8
# A program that is busy with something else answers later; one that never answers hangs.
PATIENCE_S = 20.0
# How often what changes while it is read is read again.
READINGS = 20


class Gone(Exception):
    """What was looked at is not there any more, or its program does not answer."""


def padded(data, size):
    return data + bytes(-len(data) % size)


def string(text):
    data = text.encode()
    return struct.pack("<I", len(data)) + data + b"\0"


def strings(*texts):
    """The body of a call with these arguments."""
    body = b""
    for text in texts:
        body = padded(body, 4) + string(text)
    return body


class Reader:
    """Reads the body of an answer."""

    def __init__(self, data):
        self.data = data
        self.at = 0

    def numbers(self, code, count=1):
        self.at += -self.at % 4
        found = struct.unpack_from(f"<{count}{code}", self.data, self.at)
        self.at += 4 * count
        return found

    def string(self):
        size, = self.numbers("I")
        start, self.at = self.at, self.at + size + 1
        return self.data[start : start + size].decode()

    def signature(self):
        size = self.data[self.at]
        start, self.at = self.at + 1, self.at + size + 2
        return self.data[start : start + size].decode()

    def array(self, read, alignment=4):
        size, = self.numbers("I")
        self.at += -self.at % alignment
        end, found = self.at + size, []
        while self.at < end:
            self.at += -self.at % alignment
            found.append(read())
        return found

    def place(self):
        """(bus name, path)."""
        self.at += -self.at % 8
        return self.string(), self.string()

    def places(self):
        return self.array(self.place, 8)


class Bus:
    """The accessibility bus: many calls at once, their answers in the order of the calls."""

    def __init__(self):
        self.lock = threading.Lock()
        self.serial = 0
        self.received = b""
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.connect(self.find_socket())
        self.socket.sendall(b"\0AUTH EXTERNAL " + str(os.getuid()).encode().hex().encode() + b"\r\n")
        if not self.socket.recv(1024).startswith(b"OK"):
            raise Gone("the accessibility bus does not let us in")
        self.socket.sendall(b"BEGIN\r\n")
        self.ask([(*DAEMON, "Hello", "", b"")])

    @staticmethod
    def find_socket():
        address = os.environ.get("AT_SPI_BUS_ADDRESS")
        if not address:
            address, = Gio.bus_get_sync(Gio.BusType.SESSION).call_sync(
                "org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress", None, None,
                Gio.DBusCallFlags.NONE, -1, None).unpack()
        for part in address.partition(":")[2].split(";")[0].split(","):
            key, _, value = part.partition("=")
            if key == "path":
                return urllib.parse.unquote(value)
            if key == "abstract":
                return "\0" + urllib.parse.unquote(value)
        raise Gone(f"no socket in {address}")

    def message(self, destination, path, interface, member, signature, body):
        self.serial += 1
        fields = b""
        for code, kind, value in ((PATH, b"o", path), (DESTINATION, b"s", destination),
                                  (INTERFACE, b"s", interface), (MEMBER, b"s", member)):
            fields = padded(fields, 8) + bytes([code, 1]) + kind + b"\0" + string(value)
        if signature:
            fields = (padded(fields, 8) + bytes([SIGNATURE, 1]) + b"g\0" + bytes([len(signature)])
                      + signature.encode() + b"\0")
        start = struct.pack("<cBBBIII", b"l", METHOD_CALL, 0, 1, len(body), self.serial, len(fields))
        return padded(start + fields, 8) + body

    def next_message(self, end):
        """(kind, the call it answers, body) of the next one that comes."""
        while True:
            if len(self.received) >= 16:
                kind, body, _, fields = struct.unpack_from("<xBxxIII", self.received)
                start = 16 + fields + -fields % 8
                if len(self.received) >= start + body:
                    break
            self.socket.settimeout(max(end - time.monotonic(), 0.001))
            try:
                more = self.socket.recv(1 << 20)
            except TimeoutError as problem:
                raise Gone("no answer") from problem
            if not more:
                raise Gone("the accessibility bus ended")
            self.received += more
        header, data = self.received[16 : 16 + fields], self.received[start : start + body]
        self.received = self.received[start + body :]
        return kind, self.answered(header), data

    @staticmethod
    def answered(header):
        reader = Reader(header)
        while reader.at < len(header):
            reader.at += -reader.at % 8
            code = header[reader.at]
            reader.at += 1
            kind = reader.signature()
            if kind == "u":
                value, = reader.numbers("I")
                if code == REPLY_SERIAL:
                    return value
            elif kind == "g":
                reader.signature()
            else:
                reader.string()
        return None

    def ask(self, calls):
        """A reader for the answer of each, None where there is none: it went away meanwhile."""
        with self.lock:
            waiting, out = {}, []
            for number, call in enumerate(calls):
                out.append(self.message(*call))
                waiting[self.serial] = number
            answers = [None] * len(calls)
            end = time.monotonic() + PATIENCE_S
            self.socket.settimeout(PATIENCE_S)
            self.socket.sendall(b"".join(out))
            while waiting:
                kind, serial, data = self.next_message(end)
                number = waiting.pop(serial, None)
                if number is not None and kind == METHOD_RETURN:
                    answers[number] = Reader(data)
            return answers


_bus = None


def bus():
    global _bus
    if _bus is None:
        _bus = Bus()
    return _bus


def programs():
    """(bus name, path) of the programs that are to be seen."""
    answer, = bus().ask([("org.a11y.atspi.Registry", ROOT, ACCESSIBLE, "GetChildren", "", b"")])
    return answer.places() if answer else []


def process_of(name):
    answer, = bus().ask([(*DAEMON, "GetConnectionUnixProcessID", "s", strings(name))])
    return answer.numbers("I")[0] if answer else None


def program_of(pid):
    """The program with this process, or None as long as it is not to be seen."""
    for name, path in programs():
        if process_of(name) == pid:
            return Node(name, path)
    return None


class Node:
    """One place that assistive technology sees."""

    roles = {}

    def __init__(self, owner, path, above=None):
        self.owner = owner
        self.path = path
        # What it is in, where that is known, and what is in it.
        self.above = above
        self.below = []

    def call(self, interface, member, signature="", body=b""):
        return (self.owner, self.path, interface, member, signature, body)

    def get(self, interface, name):
        return self.call(PROPERTIES, "Get", "ss", strings(interface, name))

    def answer(self, call):
        answer, = bus().ask([call])
        if answer is None:
            raise Gone(self.path)
        return answer

    @property
    def name(self):
        return said(self.answer(self.get(ACCESSIBLE, "Name")))

    @property
    def description(self):
        return said(self.answer(self.get(ACCESSIBLE, "Description")))

    @property
    def role(self):
        know_roles([self])
        return self.roles.get((self.owner, self.path), "")

    def states(self):
        return states_in(self.answer(self.call(ACCESSIBLE, "GetState")))

    def has(self, state):
        return bool(self.states() >> int(state) & 1)

    def children(self):
        answer, = bus().ask([self.call(ACCESSIBLE, "GetChildren")])
        return self.take_below(answer)

    def take_below(self, answer):
        self.below = [Node(*place, self) for place in answer.places()] if answer else []
        return self.below

    def walk(self):
        """It and all that is in it, from top to bottom: all at one moment. A list that is made anew while it is
        read is read once more, or it would seem to be empty."""
        for _ in range(READINGS):
            found = self.walk_once()
            if None not in found:
                return found
        return [node for node in found if node is not None]

    def walk_once(self):
        """What walk() gives, with None at the end where something went away meanwhile."""
        level, gone = [self], False
        while level:
            level = [node for node in level if self.roles.get((node.owner, node.path)) not in LEAVES]
            answers = bus().ask([node.call(ACCESSIBLE, "GetChildren") for node in level])
            gone = gone or None in answers
            level = [below for node, answer in zip(level, answers) for below in node.take_below(answer)]
        found, left = [], [self]
        while left:
            node = left.pop()
            found.append(node)
            left.extend(reversed(node.below))
        know_roles(found)
        gone = gone or any((node.owner, node.path) not in self.roles for node in found)
        return [*found, None] if gone else found

    def extents(self):
        """Where it is in its window: (x, y, width, height)."""
        return boxes([self])[0]

    def text(self):
        answer, = bus().ask([self.get(TEXT, "CharacterCount")])
        if answer is None:
            return ""
        answer.signature()
        count, = answer.numbers("i")
        return self.answer(self.call(TEXT, "GetText", "ii", struct.pack("<ii", 0, count))).string()

    def described_by(self):
        """The names of what describes it, in the order in which they are read."""
        answer = self.answer(self.call(ACCESSIBLE, "GetRelationSet"))
        found = []

        def relation():
            kind, = answer.numbers("I")
            places = answer.places()
            if kind == int(Atspi.RelationType.DESCRIBED_BY):
                found.extend(Node(*place) for place in places)

        answer.array(relation, 8)
        return [name or "" for name in names(found)]


def said(answer):
    """The string in a variant."""
    answer.signature()
    return answer.string()


def states_in(answer):
    low, high = answer.array(lambda: answer.numbers("I")[0])
    return high << 32 | low


def know_roles(nodes):
    unknown = [node for node in nodes if (node.owner, node.path) not in Node.roles]
    answers = bus().ask([node.call(ACCESSIBLE, "GetRole") for node in unknown])
    for node, answer in zip(unknown, answers):
        if answer is not None:
            role = Atspi.role_get_name(Atspi.Role(answer.numbers("I")[0]))
            # What AT-SPI calls it since 2.54.
            Node.roles[node.owner, node.path] = "push button" if role == "button" else role


def names(nodes):
    """The name of each, None of what went away meanwhile."""
    answers = bus().ask([node.get(ACCESSIBLE, "Name") for node in nodes])
    return [answer and said(answer) for answer in answers]


def descriptions(nodes):
    answers = bus().ask([node.get(ACCESSIBLE, "Description") for node in nodes])
    return [answer and said(answer) for answer in answers]


def boxes(nodes):
    """Where each is in its window: (x, y, width, height), nothing of what went away meanwhile."""
    window = struct.pack("<I", int(Atspi.CoordType.WINDOW))
    answers = bus().ask([node.call(COMPONENT, "GetExtents", "u", window) for node in nodes])
    return [answer.numbers("i", 4) if answer else (0, 0, 0, 0) for answer in answers]


def those_that(nodes, state):
    """Those that have @state now: focused, chosen."""
    answers = bus().ask([node.call(ACCESSIBLE, "GetState") for node in nodes])
    return [node for node, answer in zip(nodes, answers) if answer and states_in(answer) >> int(state) & 1]
