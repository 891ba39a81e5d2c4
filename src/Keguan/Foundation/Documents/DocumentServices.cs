using Keguan.Foundation.Data;

namespace Keguan.Foundation.Documents;

public static class DocumentServices
{
    /// <summary>`KEGUAN_SOFFICE`: path of LibreOffice's soffice where it is not found by itself; `KEGUAN_PDF_AT_ONCE`: conversions at once (2).</summary>
    public static IServiceCollection AddDocuments(this IServiceCollection services, IConfiguration configuration) =>
        services.AddSingleton(provider => new PdfWorker(
            new PdfSettings
            {
                Program = configuration["KEGUAN_SOFFICE"],
                Folder = Path.Combine(provider.GetRequiredService<KeguanPaths>().Temporary, "pdf"),
                AtOnce = Math.Clamp(configuration.GetValue("KEGUAN_PDF_AT_ONCE", 2), 1, 16),
            },
            provider.GetRequiredService<ILogger<PdfWorker>>()));
}
