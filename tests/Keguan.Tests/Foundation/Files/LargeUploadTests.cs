using System.Net;
using System.Net.Http.Headers;
using Keguan.Foundation.Access;
using Keguan.Tests.Support;

namespace Keguan.Tests.Foundation.Files;

/// <summary>Alone, because it counts the memory of the whole process.</summary>
[CollectionDefinition(nameof(LargeUploadTests), DisableParallelization = true)]
public sealed class AloneForMemory;

[Collection(nameof(LargeUploadTests))]
public sealed class LargeUploadTests(Sqlite city) : CityTests(city), IClassFixture<Sqlite>
{
    [Fact]
    public async Task Two_hundred_megabytes_are_refused_in_words_and_never_held_in_memory_or_on_disk()
    {
        var city = await AnotherCity(UploadTests.Probe, onPort: true, realTime: true);
        using var officer = await city.As(Roles.Officer);
        var page = await officer.Open("/probe/upload");
        const long size = 200L << 20;
        var form = new MultipartFormDataContent
        {
            { new StringContent(page.Token!), "__RequestVerificationToken" }, { new StringContent("打了很久的字"), "Title" }, { new StreamContent(new Zeros(size)), "Upload", "巨大.pdf" },
        };
        var request = new HttpRequestMessage(HttpMethod.Post, "/probe/upload") { Content = form };
        request.Headers.TransferEncodingChunked = true;

        long before = GC.GetTotalAllocatedBytes(precise: true), onDisk = 0;
        using var watch = new CancellationTokenSource();
        var watching = Task.Run(async () =>
        {
            while (!watch.IsCancellationRequested)
            {
                onDisk = Math.Max(onDisk, UploadTests.Incoming(city).Sum(file => new FileInfo(file) is { Exists: true } info ? info.Length : 0));
                await Task.Delay(5, CancellationToken.None);
            }
        }, CancellationToken.None);
        var answer = await officer.Send(request);
        var allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
        await watch.CancelAsync();
        await watching;

        answer.Refused().Says("“巨大.pdf”有 200 MB，超过“证明材料”的上限 2 MB");
        Assert.Equal("打了很久的字", answer.Form()["Title"]);
        // Whoever buffers allocates at least what came in.
        Assert.True(allocated < size / 2, $"{allocated >> 20} MB were allocated");
        Assert.True(onDisk <= 100L << 20, $"{onDisk >> 20} MB lay on the disk");
        Assert.Empty(UploadTests.Incoming(city));
    }

    sealed class Zeros(long length) : Stream
    {
        long _position;
        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => _position; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = (int)Math.Min(count, length - _position);
            buffer.AsSpan(offset, read).Clear();
            _position += read;
            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
