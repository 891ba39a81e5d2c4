using Keguan.Foundation.Ui;

namespace Keguan.Programmes.Checks;

public static class CheckShown
{
    public static CheckResult Shown(this CheckStatus status) => status switch
    {
        CheckStatus.Passed => CheckResult.Pass,
        CheckStatus.Warned => CheckResult.Warn,
        CheckStatus.Failed => CheckResult.Fail,
        _ => CheckResult.Todo,
    };

    /// <summary>Where the applicant mends it; null for what holds or has no place.</summary>
    public static string? UrlIn(this CheckLine check, Guid applicationId)
    {
        if (check.Status == CheckStatus.Passed || check.Field.Length == 0) return null;
        var at = check.Field.Split('.');
        return $"/programmes/applications/edit/{applicationId}/{at[0]}" + (at.Length > 1 ? "#" + FieldTagHelper.IdOf(Foundation.Forms.FormValues.NameOf(at[1])) : "");
    }
}
