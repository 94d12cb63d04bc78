"""Runs a program and writes one line: wall seconds, CPU seconds, peak MiB, MB read, MB written to the disk.

  measure.py RESULT [--daemon PID] COMMAND...

All of them with the program's own children; the peak is that of the largest process. With a daemon, what it used meanwhile is
added, and the peak is the larger one of the two. Bytes read are those of read calls, from the disk or from memory.
"""
import os, sys, time

TICKS = os.sysconf("SC_CLK_TCK")


def io(pid):
    with open(f"/proc/{pid}/io") as lines:
        fields = dict(line.split(": ") for line in lines)
    return int(fields["rchar"]), int(fields["write_bytes"])


def daemon_cpu(pid):
    with open(f"/proc/{pid}/stat") as stat:
        return sum(int(n) for n in stat.read().rsplit(")", 1)[1].split()[11:15]) / TICKS


def daemon_peak(pid):
    with open(f"/proc/{pid}/status") as status:
        return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmHWM:"))


def main(result, *command):
    daemon = None
    if command[0] == "--daemon":
        daemon, command = command[1], command[2:]
        with open(f"/proc/{daemon}/clear_refs", "w") as peak:
            peak.write("5")  # the peak begins anew
        cpu_before, io_before = daemon_cpu(daemon), io(daemon)
    began = time.monotonic()
    pid = os.posix_spawnp(command[0], command, os.environ)
    os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)  # it has ended, and /proc still knows it
    wall = time.monotonic() - began
    read, written = io(pid)
    _, status, usage = os.wait4(pid, 0)
    if status != 0:
        sys.exit(f"{' '.join(command)} ended with status {os.waitstatus_to_exitcode(status)}")
    cpu, peak = usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024
    if daemon:
        cpu, peak = cpu + daemon_cpu(daemon) - cpu_before, max(peak, daemon_peak(daemon))
        read, written = read + io(daemon)[0] - io_before[0], written + io(daemon)[1] - io_before[1]
    with open(result, "w") as out:
        print(f"{wall:.3f} {cpu:.3f} {peak:.0f} {read / 1e6:.2f} {written / 1e6:.2f}", file=out)


main(*sys.argv[1:])
