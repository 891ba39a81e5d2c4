
namespace Keguan.Foundation.Files;

/// <summary>A file of a form that already lies, counted and hashed, in the store's temporary folder; a form's page sees an ordinary <see cref="IFormFile"/>.</summary>
public sealed class UploadedFile(IncomingFile incoming, string field, string fileName, IHeaderDictionary headers) : IFormFile
{
    internal IncomingFile Incoming { get; } = incoming;

    public string ContentType => Headers.ContentType.ToString();
    public string ContentDisposition => Headers.ContentDisposition.ToString();
    public IHeaderDictionary Headers { get; } = headers;

    /// <summary>What was sent, also where it was too large to be taken.</summary>
    public long Length => Incoming.Length;

    public string Name { get; } = field;
    public string FileName { get; } = fileName;

    /// <exception cref="Refusal">It was larger than anything that is taken.</exception>
    public Stream OpenReadStream()
    {
        Refusal.If(Incoming.TooLarge,
            $"“{FileNames.Safe(FileName)}”有 {FileKinds.Size(Length)}，超过系统允许的大小，未能上传。",
            $"“{FileNames.Safe(FileName)}” is {FileKinds.Size(Length)}, which is more than the system takes; it was not uploaded.");
        return Incoming.Open();
    }

    public void CopyTo(Stream target)
    {
        using var content = OpenReadStream();
        content.CopyTo(target);
    }

    public async Task CopyToAsync(Stream target, CancellationToken cancellationToken = default)
    {
        await using var content = OpenReadStream();
        await content.CopyToAsync(target, cancellationToken);
    }
}
