using System.ComponentModel.DataAnnotations;

namespace Keguan.Organisations;

/// <summary>Section `Organisations` of the settings.</summary>
public sealed class OrganisationOptions
{
    public const string Section = "Organisations";

    /// <summary>The city (or province, or county) of this bureau, GB/T 2260: organisations register in one of its parts.</summary>
    [RegularExpression("[0-9]{6}", ErrorMessage = "Organisations:Area 应为 6 位行政区划代码 (six digits of GB/T 2260)")]
    public string Area { get; set; } = "990100";

    /// <summary>Working days within which a registration is promised to be verified.</summary>
    [Range(1, 30, ErrorMessage = "Organisations:VerifyDays 应在 1 至 30 之间 (1 to 30)")]
    public int VerifyDays { get; set; } = 1;

    /// <summary>Days for which a registration that was begun and not filed is kept.</summary>
    [Range(1, 90, ErrorMessage = "Organisations:DraftDays 应在 1 至 90 之间 (1 to 90)")]
    public int DraftDays { get; set; } = 7;

    /// <summary>Registrations that may be begun from one network address within an hour.</summary>
    [Range(1, 10_000, ErrorMessage = "Organisations:DraftsPerHour 应在 1 至 10000 之间 (1 to 10000)")]
    public int DraftsPerHour { get; set; } = 30;
}
