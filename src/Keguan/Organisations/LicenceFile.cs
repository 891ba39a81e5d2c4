using Keguan.Foundation.Files;
using Keguan.Organisations.Exports;
using static Keguan.Foundation.Texts;

namespace Keguan.Organisations;

/// <summary>The paper that shows that an organisation exists.</summary>
public static class LicenceFile
{
    public static readonly FileSlot Slot = new("licence", T("营业执照或法人证书", "Business licence or certificate"))
    {
        Kinds = FileKinds.Signed,
        MaxBytes = 10 * 1024 * 1024,
    };

    /// <summary>Papers that show a change of name or code; every one is kept.</summary>
    public static readonly FileSlot Changes = new("change-proof", T("变更登记证明", "Proof of the change"))
    {
        Kinds = FileKinds.Signed,
        MaxBytes = 10 * 1024 * 1024,
        MaxFiles = 20,
    };

    public static readonly IReadOnlyList<FileSlot> All = [Slot, Changes];

    public static FileOwner Owner(Guid organisationId) => new(Organisation.Subject, organisationId);
}
