using Keguan.Foundation.Access;
using Keguan.Foundation.Data;
using Keguan.Foundation.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;
using static Keguan.Foundation.Texts;

namespace Keguan.Foundation.Files;

public static class FileServices
{
    /// <summary>`KEGUAN_UPLOAD_MB`: the largest file that is taken at all, in megabytes (100).</summary>
    public static IServiceCollection AddFiles(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(new UploadLimits { File = Math.Clamp(configuration.GetValue("KEGUAN_UPLOAD_MB", 100), 1, 2000) * 1024L * 1024 });
        services.AddSingleton<BlobStore>();
        services.AddSingleton<FileGates>();
        services.AddScoped<FileStore>();
        services.AddScoped<FileSweeper>();
        services.AddRecurringJob<FileSweeper>("files-sweep", T("清理无主文件", "Removing files that belong to nothing"), Recurrence.Daily(3, 40));
        return services;
    }

    /// <summary>Says who may see the files of a type of subject.</summary>
    public static IServiceCollection AddFileGate(this IServiceCollection services, string subjectType, Func<FileAsk, CancellationToken, Task<bool>> allows) =>
        services.AddSingleton(new FileGate(subjectType, allows));

    /// <summary>
    /// /files/{id} downloads; /files/{id}?view shows PDF and pictures in the browser. Open to everybody at the door: some files are public, and whoever
    /// may not see one must not learn that it exists.
    /// </summary>
    public static void MapFiles(this IEndpointRouteBuilder app) => app.MapMethods("/files/{id:guid}", ["GET", "HEAD"], Download).AllowAnonymous();

    static async Task<IResult> Download(Guid id, HttpContext context, KeguanDb db, BlobStore blobs, FileGates gates, CurrentActor actor, ILogger<FileStore> log, CancellationToken cancel)
    {
        var file = await db.Set<StoredFile>().AsNoTracking().SingleOrDefaultAsync(file => file.Id == id && file.RemovedAt == null, cancel);
        if (file is null || !await gates.Allows(new FileAsk(actor.Value, file, db), cancel)) return Results.NotFound();
        if (!blobs.Exists(file.Sha256))
        {
            log.LogCritical("The bytes of file {Id} ({Sha256}) are missing from the store", file.Id, file.Sha256);
            return Results.NotFound();
        }
        var view = context.Request.Query.ContainsKey("view") && file.Kind is FileKind.Pdf or FileKind.Jpg or FileKind.Png;
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "private, no-store";
        // Browsers show no PDF in a sandbox; shown or not, nothing in it may load or run.
        headers.ContentSecurityPolicy = view && file.Kind == FileKind.Pdf
            ? "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"
            : "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        if (view)
        {
            var disposition = new ContentDispositionHeaderValue("inline");
            disposition.SetHttpFileName(file.Name);
            headers.ContentDisposition = disposition.ToString();
        }
        return Results.Stream(blobs.Open(file.Sha256), file.ContentType, view ? null : file.Name,
            entityTag: new EntityTagHeaderValue($"\"{file.Sha256}\""), enableRangeProcessing: true);
    }
}
