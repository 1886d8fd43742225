using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using MongoDB.Driver;

namespace DealInsights.TestSupport;

/// <summary>Stands between a client and a MongoDB server and behaves as badly as a network can.</summary>
internal sealed class TcpProxy : IAsyncDisposable
{
    private readonly string _server;
    private readonly MongoServerAddress _target;
    private readonly ConcurrentDictionary<TcpClient, bool> _open = new();
    private TcpListener _listener = new(IPAddress.Loopback, 0);
    private TaskCompletionSource _flow = Completed();
    private Task _accepting;
    private int _accepted;

    /// <param name="server">The server's connection string.</param>
    public TcpProxy(string server)
    {
        _server = server;
        _target = new MongoUrl(server).Servers.First();
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync(_listener);
    }

    public int Port { get; }

    /// <summary>The connections that were made so far.</summary>
    public int Accepted => Volatile.Read(ref _accepted);

    /// <summary>The server's connection string, leading through here.</summary>
    public string ConnectionString => new MongoUrlBuilder(_server)
    {
        Server = new MongoServerAddress("127.0.0.1", Port),
        DirectConnection = true,
        ReplicaSetName = null,
    }.ToString();

    /// <summary>Holds back all that is sent in either direction, and takes new connections without serving them.</summary>
    public void Freeze() => _flow = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Lets everything through again, what was held back first.</summary>
    public void Resume() => _flow.TrySetResult();

    /// <summary>Breaks every connection, and goes on taking new ones.</summary>
    public void Cut()
    {
        foreach (var client in _open.Keys)
        {
            client.Close();
        }
    }

    /// <summary>Breaks every connection and refuses new ones: nothing listens on the port any more.</summary>
    public async Task StopAsync()
    {
        _listener.Stop();
        await _accepting;
        Cut();
    }

    /// <summary>Listens on the same port again.</summary>
    public void Start()
    {
        _listener = new TcpListener(IPAddress.Loopback, Port);
        _listener.Start();
        _accepting = AcceptAsync(_listener);
    }

    public async ValueTask DisposeAsync()
    {
        Resume();
        await StopAsync();
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync();
                Interlocked.Increment(ref _accepted);
                _ = ServeAsync(client);
            }
        }
        catch (Exception stopped) when (stopped is SocketException or ObjectDisposedException)
        {
            // The way in which a listener says that it was stopped.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var server = new TcpClient();
        _open[client] = true;
        try
        {
            await _flow.Task;
            await server.ConnectAsync(_target.Host, _target.Port);
            await Task.WhenAny(
                PumpAsync(client.GetStream(), server.GetStream()), PumpAsync(server.GetStream(), client.GetStream()));
        }
        catch (Exception broken) when (broken is IOException or SocketException or InvalidOperationException)
        {
            // Either side is gone; the other is closed below.
        }
        finally
        {
            _open.TryRemove(client, out _);
            client.Dispose();
        }
    }

    private async Task PumpAsync(NetworkStream from, NetworkStream to)
    {
        var buffer = new byte[64 * 1024];
        while (await from.ReadAsync(buffer) is var read and > 0)
        {
            await _flow.Task;
            await to.WriteAsync(buffer.AsMemory(0, read));
        }
    }

    private static TaskCompletionSource Completed()
    {
        var completed = new TaskCompletionSource();
        completed.SetResult();
        return completed;
    }
}
