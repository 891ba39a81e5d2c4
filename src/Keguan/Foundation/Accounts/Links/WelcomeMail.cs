using static Keguan.Foundation.Texts;

namespace Keguan.Foundation.Accounts.Links;

/// <summary>The mail that carries the link of an invitation.</summary>
static class WelcomeMail
{
    public static void Send(Notices.Notices notices, Account account, string email, string link, int days, Text role = default) => notices.Mail(email,
        T("请启用您的科技管理服务平台账号", "Activate your account"),
        T($"{account.DisplayName}：\n\n已为您建立账号{(role.IsEmpty ? "" : $"，身份为{role.Zh}")}。请打开下面的链接设置口令，链接 {days} 天内有效，只能使用一次：\n\n{link}\n\n如果您不认识这个平台，请不必理会本邮件。",
          $"{account.DisplayName},\n\nan account has been made for you{(role.IsEmpty ? "" : $", as {role.En}")}. Open this link to set your password. It is valid for {days} days and can be used once:\n\n{link}\n\nIf this means nothing to you, please ignore this mail."));
}
