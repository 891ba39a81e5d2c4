using System.ComponentModel.DataAnnotations;
using Keguan.Foundation;
using Keguan.Foundation.Codes;
using Keguan.Foundation.Data;
using Keguan.Organisations.Exports;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Organisations.People;

/// <summary>What a page takes about a person. The identity number goes through here and is not kept: only its key and its mask are.</summary>
public sealed class PersonInput
{
    public const string Resident = "resident";
    public const string Other = "other";

    [Display(Name = "姓名|name"), Required, StringLength(Person.NameMax, MinimumLength = 2)] public string Name { get; set; } = "";
    [Display(Name = "证件种类|kind of document")] public string IdKind { get; set; } = Resident;
    [Display(Name = "证件号码|identity number")] public string? IdNumber { get; set; }
    [Display(Name = "职称|title"), StringLength(Person.WordsMax)] public string? Title { get; set; }
    [Display(Name = "专业|profession"), StringLength(Person.WordsMax)] public string? Profession { get; set; }
    [Display(Name = "电话|telephone"), RegularExpression(FactsInput.PhonePattern)] public string? Phone { get; set; }
    [Display(Name = "邮箱|e-mail"), EmailAddress, StringLength(Organisation.EmailMax)] public string? Email { get; set; }

    public static PersonInput Of(Person person) => new() { Name = person.Name, Title = person.Title, Profession = person.Profession, Phone = person.Phone, Email = person.Email };

    /// <summary>Why the number is none, or null. Empty is right where one is known already.</summary>
    public Text? NumberProblem(bool known, DateOnly today)
    {
        if (string.IsNullOrWhiteSpace(IdNumber)) return known ? null : T("请填写证件号码，限项和诚信按它核对", "Enter the identity number: limits and breaches are counted by it");
        if (IdKind != Other) return ResidentId.Check(IdNumber, today);
        var number = OtherNumber(IdNumber);
        return number.Length is < 5 or > 20 || !number.All(char.IsAsciiLetterOrDigit) ? T("应为 5–20 位字母和数字", "5 to 20 letters and digits") : null;
    }

    /// <summary>Key and mask of the number that was typed; a passport can't meet a resident id.</summary>
    public async Task<(string Key, string Masked)> IdentityAsync(KeguanDb db, CancellationToken cancel) => IdKind == Other
        ? (await PersonKeys.KeyAsync(db, "other:" + OtherNumber(IdNumber), cancel), Masking.ResidentId(OtherNumber(IdNumber)))
        : (await PersonKeys.KeyAsync(db, IdNumber!, cancel), Masking.ResidentId(ResidentId.Normalise(IdNumber)));

    public void ApplyTo(Person person)
    {
        person.Name = Name.Trim();
        person.Title = Title?.Trim() ?? "";
        person.Profession = Profession?.Trim() ?? "";
        person.Phone = Phone?.Trim() ?? "";
        person.Email = Email?.Trim() ?? "";
    }

    /// <summary>True where the database has refused a row because the organisation lists this person already.</summary>
    public static bool IsListed(DbUpdateException exception) =>
        exception.InnerException?.Message is { } message && (message.Contains("people.id_key", StringComparison.Ordinal) || message.Contains("ix_people_organisation_id_id_key", StringComparison.Ordinal));

    public static readonly Text Listed = T("人员名单中已有持此证件的人", "The list has somebody with this number already");

    static string OtherNumber(string? typed) => ResidentId.Normalise(typed);
}
