using System.Buffers;
using System.Text;
using DealInsights.WebApi.Logging;

namespace DealInsights.WebApi.UnitTests;

[TestFixture]
internal sealed class BatchedConsoleTests
{
    [Test]
    public void Write_FromManyThreads_WritesEveryLineWholeAndEachThreadsInOrder()
    {
        const int Threads = 8;
        const int Lines = 5_000;
        var output = new MemoryStream();
        using (var console = new BatchedConsole(output))
        {
            Parallel.For(0, Threads, thread =>
            {
                for (var line = 0; line < Lines; line++)
                {
                    console.Write(new Text($"{thread}:{line}\n"));
                }
            });
        }

        var written = Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(':'))
            .ToLookup(parts => parts[0], parts => int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture));
        Assert.Multiple(() =>
        {
            Assert.That(written, Has.Count.EqualTo(Threads));
            Assert.That(written, Is.All.EqualTo(Enumerable.Range(0, Lines)));
        });
    }

    [Test]
    public void Write_WithoutAnEnd_IsWrittenSoon()
    {
        var output = new Output();
        using var console = new BatchedConsole(output);

        console.Write(new Text("one line\n"));

        Assert.That(() => output.Flushed, Is.EqualTo("one line\n").After(10_000, 5));
    }

    [Test]
    public void Write_WhenItIsUrgentOrLate_IsWrittenAtOnce()
    {
        var output = new Output();
        var console = new BatchedConsole(output);

        console.Write(new Text("urgent\n"), isUrgent: true);
        var urgent = output.Flushed;
        console.Dispose();
        console.Write(new Text("late\n"));

        Assert.Multiple(() =>
        {
            Assert.That(urgent, Is.EqualTo("urgent\n"));
            Assert.That(output.Flushed, Is.EqualTo("urgent\nlate\n"));
        });
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task Write_WhenTheConsoleTakesNothing_WaitsRatherThanFillTheMemory(CancellationToken cancellationToken)
    {
        using var release = new ManualResetEventSlim();
        var output = new Output { Release = release };
        using var console = new BatchedConsole(output);
        var writing = Task.Run(
            () =>
            {
                for (var write = 0; write < 20_000; write++)
                {
                    console.Write(new Text("x\n"));
                }
            },
            cancellationToken);
        await Task.Delay(TimeSpan.FromMilliseconds(200), cancellationToken);
        var finishedEarly = writing.IsCompleted;
        release.Set();
        await writing;

        Assert.That(finishedEarly, Is.False);
    }

    [Test]
    public void Write_WhenNobodyReadsTheConsole_Goes()
    {
        using var console = new BatchedConsole(new Output { IsBroken = true });

        Assert.That(() => console.Write(new Text("x\n"), isUrgent: true), Throws.Nothing);
    }

    [Test]
    public void Write_OfWhatCannotBePutIntoWords_LosesNoOther()
    {
        var output = new Output();
        using (var console = new BatchedConsole(output))
        {
            console.Write(new Text("before\n"));
            console.Write(new Unspeakable());
            console.Write(new Text("after\n"));
        }

        Assert.That(
            output.Flushed.ReplaceLineEndings("\n"),
            Is.EqualTo($"before\n{typeof(Unspeakable)} could not be written: {typeof(NotSupportedException)}\nafter\n"));
    }

    private sealed class Text(string text) : IConsoleText
    {
        public void WriteTo(IBufferWriter<byte> output) => Encoding.UTF8.GetBytes(text, output);
    }

    private sealed class Unspeakable : IConsoleText
    {
        public void WriteTo(IBufferWriter<byte> output)
        {
            Encoding.UTF8.GetBytes("half of it", output);
            throw new NotSupportedException();
        }
    }

    /// <summary>Remembers what was flushed.</summary>
    private sealed class Output : MemoryStream
    {
        private volatile string _flushed = "";

        public string Flushed => _flushed;

        public ManualResetEventSlim? Release { get; init; }

        public bool IsBroken { get; init; }

        public override void Flush()
        {
            Release?.Wait();
            if (IsBroken)
            {
                throw new IOException("Broken pipe.");
            }

            _flushed = Encoding.UTF8.GetString(ToArray());
        }
    }
}
