using System.Text;
using Keguan.Foundation.Access;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Keguan.Foundation.Files;

/// <summary>
/// Reads forms with files before the page does: each file straight to the disk, counted and hashed, never into memory. A file that is too large is dropped
/// while the rest of the form is read on, so that the page can answer with the reason and keep what was typed. Only what is beyond all reason ends in
/// the error page 413.
/// </summary>
public sealed class UploadMiddleware(RequestDelegate next, UploadLimits limits, BlobStore blobs)
{
    sealed class Unreadable(int status, Exception? cause = null) : Exception("The form could not be read.", cause)
    {
        public int Status => status;
    }

    public async Task InvokeAsync(HttpContext context, CurrentActor actor)
    {
        // An error page is run for the same request again; its form is spent.
        var again = context.Features.Get<IStatusCodeReExecuteFeature>() is not null || context.Features.Get<IExceptionHandlerFeature>() is not null;
        if (again || Boundary(context.Request) is not { } boundary || context.GetEndpoint() is null)
        {
            await next(context);
            return;
        }
        var files = new List<IncomingFile>();
        try
        {
            if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = actor.Value.IsSignedIn ? limits.Body : limits.PublicBody;
            var form = await Read(context, boundary, actor.Value.IsSignedIn ? limits.File : limits.PublicFile, files);
            context.Features.Set<IFormFeature>(new FormFeature(form));
            await next(context);
        }
        catch (Unreadable e)
        {
            Fail(context, e.Status);
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge && !context.Response.HasStarted)
        {
            Fail(context, e.StatusCode);
        }
        finally
        {
            foreach (var file in files) file.Dispose();
        }
    }

    static void Fail(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        // The error page binds its code from the request as well, and must not stumble over what is left of the form.
        context.Features.Set<IFormFeature>(new FormFeature(FormCollection.Empty));
    }

    async Task<FormCollection> Read(HttpContext context, string boundary, long fileLimit, List<IncomingFile> kept)
    {
        var cancel = context.RequestAborted;
        var reader = new MultipartReader(boundary, context.Request.Body);
        var fields = new KeyValueAccumulator();
        var files = new FormFileCollection();
        long fieldBytes = 0, fileBytes = 0;
        try
        {
            while (await reader.ReadNextSectionAsync(cancel) is { } section)
            {
                if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition) || !disposition.DispositionType.Equals("form-data", StringComparison.OrdinalIgnoreCase)) continue;
                var name = HeaderUtilities.RemoveQuotes(disposition.Name).ToString();
                if (disposition.IsFileDisposition())
                {
                    if (kept.Count == limits.FileCount) throw new Unreadable(StatusCodes.Status413PayloadTooLarge);
                    var incoming = await blobs.Receive(section.Body, Math.Min(fileLimit, limits.Files - fileBytes), cancel);
                    kept.Add(incoming);
                    if (!incoming.TooLarge) fileBytes += incoming.Length;
                    var fileName = HeaderUtilities.RemoveQuotes(disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName).ToString();
                    files.Add(new UploadedFile(incoming, name, fileName, new HeaderDictionary(section.Headers ?? [])));
                }
                else
                {
                    var value = await Field(section.Body, limits.Fields - fieldBytes, cancel);
                    fieldBytes += value.Length;
                    fields.Append(name, Encoding.UTF8.GetString(value));
                    if (fields.ValueCount > limits.FieldCount) throw new Unreadable(StatusCodes.Status413PayloadTooLarge);
                }
            }
        }
        catch (Exception e) when (e is InvalidDataException || e is IOException and not BadHttpRequestException)
        {
            throw new Unreadable(StatusCodes.Status400BadRequest, e);
        }
        return new FormCollection(fields.GetResults(), files);
    }

    static async Task<byte[]> Field(Stream body, long limit, CancellationToken cancel)
    {
        using var value = new MemoryStream();
        var buffer = new byte[4096];
        int read;
        while ((read = await body.ReadAsync(buffer, cancel)) > 0)
        {
            if (value.Length + read > limit) throw new Unreadable(StatusCodes.Status413PayloadTooLarge);
            value.Write(buffer, 0, read);
        }
        return value.ToArray();
    }

    static string? Boundary(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)) return null;
        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary);
        return StringSegment.IsNullOrEmpty(boundary) || boundary.Length > 128 ? null : boundary.ToString();
    }
}
