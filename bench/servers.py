"""Servers that run beside us for a while: started, waited for, weighed, and always stopped."""

import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUILT = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
INSTALLED = BUILT / "peers"
LONGEST_START_S = 120


class LeftOut(Exception):
    """A peer that is not compared, and why."""


def run(*command, **options):
    """A command that must succeed; what it says is told only when it does not."""
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, **options)
    if done.returncode:
        raise LeftOut(f"`{Path(str(command[0])).name}` failed: {last_line(done.stderr or done.stdout)}")
    return done.stdout


def last_line(text):
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1][:200] if lines else "it said nothing"


def venv(name, *packages):
    """A folder of Python packages of its own; made once."""
    home, wanted = INSTALLED / name, "\n".join(packages)
    mark = home / "packages"
    if not mark.exists() or mark.read_text() != wanted:
        run("python3", "-m", "venv", "--clear", home)
        run(home / "bin/pip", "install", "--quiet", *packages)
        mark.write_text(wanted)
    return home / "bin"


def debian(package):
    """The version of a Debian package."""
    done = subprocess.run(["dpkg-query", "--show", "--showformat=${Version}", package], capture_output=True, text=True)
    if done.returncode or not done.stdout:
        raise LeftOut(f"the Debian package {package} is not installed; `scripts/need peers` installs it")
    return done.stdout


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """The processes of one peer; a context that ends with them."""

    def __init__(self, folder):
        self.folder, self.children, self.port = folder, [], free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = folder / "log"

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for child in reversed(self.children):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGTERM)
        for child in self.children:
            try:
                child.wait(10)
            except subprocess.TimeoutExpired:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(child.pid, signal.SIGKILL)
                child.wait()

    def start(self, *command, **environment):
        """Starts a process in a group of its own, which ends with us whatever happens."""
        with self.log.open("ab") as log:
            child = subprocess.Popen(
                [str(word) for word in command],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env={**os.environ, **environment},
                cwd=self.folder,
                start_new_session=True,
                preexec_fn=lambda: ctypes.CDLL(None).prctl(1, signal.SIGKILL),
            )
        self.children.append(child)

    def wait(self, path):
        """Milliseconds until a path is answered; the processes must have been started just now."""
        began = time.monotonic()
        while time.monotonic() - began < LONGEST_START_S:
            if any(child.poll() is not None for child in self.children):
                break
            with contextlib.suppress(urllib.error.URLError, OSError):
                with urllib.request.urlopen(self.url + path, timeout=LONGEST_START_S) as answer:
                    answer.read()
                return round((time.monotonic() - began) * 1000)
            time.sleep(0.02)
        raise LeftOut(f"it does not get ready: {last_line(self.log.read_text(errors='replace'))}")

    def memory_mb(self):
        """What its processes hold; what they share is shared out between them."""
        groups = {child.pid for child in self.children}
        return round(sum(share for share in map(pss_kb, members(groups))) / 1024)


def members(groups):
    for process in filter(str.isdigit, os.listdir("/proc")):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if os.getpgid(int(process)) in groups:
                yield process


def pss_kb(process):
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    return 0


class FastCgi(Server):
    """A FastCGI program of two processes behind nginx, as its authors advise."""

    def serve(self, program, parameters, **environment):
        socket_path = self.folder / "fcgi.sock"
        self.start("/usr/bin/spawn-fcgi", "-n", "-s", socket_path, "-M", "0777", "-F", "2", "--", program, **environment)
        (self.folder / "fastcgi").write_text(
            "".join(f"fastcgi_param {name} {value};\n" for name, value in {**FASTCGI, **parameters}.items())
        )
        (self.folder / "nginx.conf").write_text(
            NGINX.format(folder=self.folder, port=self.port, socket=socket_path, user="user root;" if os.geteuid() == 0 else "")
        )
        self.start("/usr/sbin/nginx", "-p", self.folder, "-c", self.folder / "nginx.conf")


FASTCGI = {
    "QUERY_STRING": "$query_string",
    "REQUEST_METHOD": "$request_method",
    "CONTENT_TYPE": "$content_type",
    "CONTENT_LENGTH": "$content_length",
    "REQUEST_URI": "$request_uri",
    "SERVER_PROTOCOL": "$server_protocol",
    "SERVER_NAME": "127.0.0.1",
    "SERVER_PORT": "$server_port",
    "HTTP_HOST": "$http_host",
}

NGINX = """daemon off; {user}
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/nginx.log;
events {{ worker_connections 256; }}
http {{
    access_log off;
    client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder};
    uwsgi_temp_path {folder}; scgi_temp_path {folder};
    keepalive_requests 1000000;
    server {{
        listen 127.0.0.1:{port};
        location / {{
            fastcgi_pass unix:{socket};
            fastcgi_buffers 64 64k;
            include {folder}/fastcgi;
        }}
    }}
}}
"""
