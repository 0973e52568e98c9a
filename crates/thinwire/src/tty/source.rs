//! Where it can be seen what a multiplexer's client does not take: tmux itself, and the queue of the connection by
//! which the client came.

use std::fs;
use std::net::{IpAddr, SocketAddr};
use std::process::{Command, Stdio};

/// Ends of a connection by SSH: this machine's and the other one's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct SshConnection {
    here: SocketAddr,
    there: SocketAddr,
}

impl SshConnection {
    /// From the value of `SSH_CONNECTION`: the other end's address and port, then this end's.
    pub(super) fn parse(value: &str) -> Option<Self> {
        let mut fields = value.split_ascii_whitespace();
        let mut end = || {
            let address: IpAddr = fields.next()?.parse().ok()?;
            Some(SocketAddr::new(address, fields.next()?.parse().ok()?))
        };
        let (there, here) = (end()?, end()?);
        Some(Self { here, there })
    }

    /// Bytes that were written to it and not acknowledged; `None` where the system does not report it.
    pub(super) fn backlog(self) -> Option<u64> {
        // A server for IPv6 has its connections by IPv4 in the second table too.
        let tables: &[&str] =
            if self.here.is_ipv4() { &["/proc/net/tcp", "/proc/net/tcp6"] } else { &["/proc/net/tcp6"] };
        tables.iter().find_map(|table| fs::read_to_string(table).ok()?.lines().find_map(|line| self.queue(line)))
    }

    /// The transmit queue, if `line` of the kernel's table is about this connection.
    fn queue(self, line: &str) -> Option<u64> {
        let mut fields = line.split_ascii_whitespace().skip(1);
        let (here, there) = (fields.next()?, fields.next()?);
        if !is_end(here, self.here) || !is_end(there, self.there) {
            return None;
        }
        let queues = fields.nth(1)?;
        u64::from_str_radix(queues.split_once(':')?.0, 16).ok()
    }
}

/// Whether `text`, an address in hexadecimal words of this machine's byte order and a port, is `end`.
fn is_end(text: &str, end: SocketAddr) -> bool {
    let Some((address, port)) = text.split_once(':') else { return false };
    u16::from_str_radix(port, 16) == Ok(end.port()) && forms(end.ip()).iter().any(|form| form == address)
}

/// How the kernel may write an address.
fn forms(address: IpAddr) -> Vec<String> {
    let words = |octets: &[u8]| -> String {
        let word = |four: &[u8]| u32::from_ne_bytes(std::array::from_fn(|index| four[index]));
        octets.chunks_exact(4).map(|four| format!("{:08X}", word(four))).collect()
    };
    match address {
        IpAddr::V4(address) => vec![words(&address.octets()), words(&address.to_ipv6_mapped().octets())],
        IpAddr::V6(address) => vec![words(&address.octets())],
    }
}

/// What tmux reports of the client that shows this pane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TmuxClient {
    /// Bytes that were thrown away since the client came.
    pub(super) discarded: u64,
    /// Its process.
    pub(super) process: u32,
}

/// Asks tmux; `None` if it does not answer, as when no client is there.
pub(super) fn tmux_client(pane: Option<&str>) -> Option<TmuxClient> {
    let mut command = Command::new("tmux");
    command.args(["display-message", "-p"]);
    if let Some(pane) = pane {
        command.args(["-t", pane]);
    }
    command.arg("#{client_discarded} #{client_pid}").stdin(Stdio::null()).stderr(Stdio::null());
    let answer = String::from_utf8(command.output().ok()?.stdout).ok()?;
    let (discarded, process) = answer.trim().split_once(' ')?;
    Some(TmuxClient { discarded: discarded.parse().ok()?, process: process.parse().ok()? })
}

/// `SSH_CONNECTION` in the environment of a process, where the system shows it.
pub(super) fn connection_of(process: u32) -> Option<String> {
    let environment = fs::read(format!("/proc/{process}/environ")).ok()?;
    let value = environment.split(|&byte| byte == 0).find_map(|entry| entry.strip_prefix(b"SSH_CONNECTION="))?;
    String::from_utf8(value.to_vec()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_queue_of_a_connection_is_read_from_the_table_of_the_system() {
        let connection = SshConnection::parse("10.99.0.1 50000 10.99.0.2 2222").unwrap();
        let [here, there] = [connection.here, connection.there].map(|end| forms(end.ip()));
        let line = |here: &str, there: &str| {
            format!("   3: {here}:08AE {there}:C350 01 00001A2B:00000000 01:00000014 00000000     0        0 1 1")
        };
        assert_eq!(connection.queue(&line(&here[0], &there[0])), Some(0x1a2b));
        assert_eq!(connection.queue(&line(&here[1], &there[1])), Some(0x1a2b));
        assert_eq!(connection.queue(&line(&there[0], &here[0])), None);
        assert_eq!(connection.queue("  sl  local_address rem_address   st tx_queue rx_queue"), None);
        assert_eq!(SshConnection::parse("here 1 there 2"), None);
        assert_eq!(SshConnection::parse(""), None);
    }
}
