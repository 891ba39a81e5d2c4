using System.Collections.Concurrent;

namespace Keguan.Tests.Support;

/// <summary>What a city's application logs stands with the test that caused it, and is shown when the test fails; all of it is in <see cref="Lines"/>.</summary>
public sealed class TestLog : ILoggerProvider
{
    readonly ConcurrentQueue<string> _lines = new();

    public IReadOnlyList<string> Lines => [.. _lines];

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void Dispose() { }

    sealed class Logger(TestLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel)) return;
            var line = $"{logLevel}: {category}: {formatter(state, exception)}{(exception is null ? "" : "\n" + exception)}";
            log._lines.Enqueue(line);
            try
            {
                TestContext.Current.TestOutputHelper?.WriteLine(line);
            }
            catch (InvalidOperationException)
            {
                // Said after its test was over.
            }
        }
    }
}
