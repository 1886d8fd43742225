using System.ComponentModel;
using System.Diagnostics;

namespace DealInsights.LoadTest.Load;

/// <summary>What a process holds at one moment.</summary>
/// <param name="ResidentBytes">Its resident memory.</param>
/// <param name="Threads">Its threads.</param>
/// <param name="Handles">Its open files and sockets; null on a system without <c>/proc</c>.</param>
internal readonly record struct ProcessReading(long ResidentBytes, int Threads, int? Handles)
{
    /// <returns>Null when the process has ended.</returns>
    public static ProcessReading? Of(Process process)
    {
        try
        {
            process.Refresh();
            return process.HasExited
                ? null
                : new ProcessReading(process.WorkingSet64, process.Threads.Count, CountHandles(process.Id));
        }
        catch (Exception gone) when (gone is InvalidOperationException or Win32Exception)
        {
            return null; // it ended between two of these questions
        }
    }

    private static int? CountHandles(int processId)
    {
        try
        {
            return Directory.EnumerateFileSystemEntries($"/proc/{processId}/fd").Count();
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
