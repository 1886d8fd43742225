using System.Diagnostics;
using System.Globalization;

namespace DealInsights.LoadTest.Load;

/// <summary>
/// Finds the process behind a loopback port, to read its processor time: the cost of a request is the fairer measure
/// where generator and server share the cores.
/// </summary>
internal static class ServerProcess
{
    private const string Listening = "0A";
    private static readonly string[] SocketTables = ["/proc/net/tcp", "/proc/net/tcp6"];

    /// <summary>The process that listens on a port of this machine.</summary>
    /// <returns>Null when there is none, when it is another user's, or on a system without <c>/proc</c>.</returns>
    public static Process? FindListener(int port)
    {
        var sockets = InodesListeningOn(port);
        return sockets.Count == 0
            ? null
            : Process.GetProcesses().FirstOrDefault(process => HoldsAny(process.Id, sockets));
    }

    /// <summary>The process with an id.</summary>
    /// <returns>Null when there is none.</returns>
    public static Process? Find(int id)
    {
        try
        {
            return Process.GetProcessById(id);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    // A line: "sl local_address rem_address st tx:rx tr:when retrnsmt uid timeout inode", the address as hex:hex.
    private static HashSet<string> InodesListeningOn(int port)
    {
        var ending = ":" + port.ToString("X4", CultureInfo.InvariantCulture);
        return
        [
            .. SocketTables
                .Where(File.Exists)
                .SelectMany(File.ReadLines)
                .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .Where(fields => fields.Length > 9
                    && fields[1].EndsWith(ending, StringComparison.Ordinal)
                    && fields[3] == Listening)
                .Select(fields => $"socket:[{fields[9]}]"),
        ];
    }

    private static bool HoldsAny(int processId, HashSet<string> sockets)
    {
        try
        {
            return new DirectoryInfo($"/proc/{processId}/fd")
                .EnumerateFiles()
                .Any(handle => handle.LinkTarget is { } target && sockets.Contains(target));
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return false; // it has ended meanwhile, or belongs to someone else
        }
    }
}
