using System.Diagnostics;
using DealInsights.LoadTest.CommandLine;
using DealInsights.LoadTest.Load;

namespace DealInsights.LoadTest.Runs;

/// <summary>Finds the process of the service that is loaded.</summary>
internal static class ServiceProcess
{
    /// <returns>Null when it is on another machine, or when none is seen that listens on the port.</returns>
    /// <exception cref="UsageException">There is no process with the given id.</exception>
    public static Process? Find(LoadTestOptions options) => options switch
    {
        { ServerProcessId: { } id } => ServerProcess.Find(id)
            ?? throw new UsageException($"--server-pid {id}: there is no such process."),
        _ => FindAt(options.BaseAddress),
    };

    /// <summary>The process that answers at an address.</summary>
    /// <returns>Null when it is on another machine, or when none is seen that listens on the port.</returns>
    public static Process? FindAt(Uri address) => address.IsLoopback ? ServerProcess.FindListener(address.Port) : null;
}
