using Keguan.Foundation.Access;
using Keguan.Foundation.Codes;
using Keguan.Foundation.Data;
using Keguan.Foundation.Lifecycle;
using Keguan.Foundation.Tables;
using static Keguan.Foundation.Texts;

namespace Keguan.Foundation.Notices;

/// <summary>待发邮件: what waits or was given up, for the system administrator. To whom and why not; what it says is business and none of his.</summary>
public sealed class MailList : ListDefinition<MailRow>
{
    public MailList() : base("mails", T("待发邮件", "Mails not sent"))
    {
        Row(x => x.Id);
        Coded("to", T("收件人", "To"), x => x.To, address => Text.Same(Masking.Email(address))).Title();
        Time("created", T("产生时间", "Made at"), x => x.CreatedAt);
        Number("attempts", T("已试", "Attempts"), x => x.Attempts, T("次", ""));
        Time("next", T("下次发送", "Next attempt"), x => x.NextAttemptAt);
        Column("error", T("原因", "Reason"), x => x.Error).Clip();
        Status("state", T("状态", "State"), x => x.State, code => code == "given-up" ? new Tag(T("已放弃", "Given up"), Tone.Red) : new Tag(T("等候", "Waiting"), Tone.Amber));
        Choice("state", T("状态", "State"), x => x.State, [new Option("waiting", T("等候", "Waiting")), new Option("given-up", T("已放弃", "Given up"))]);
        DateRange("made", T("产生日期", "Made on"), x => x.CreatedAt);
        Sorts("-created");
        Empty = T("没有待发的邮件", "No mails wait");
        EmptyHint = T("已由邮件服务器收下的不在此列。", "Those that the mail server has taken are not listed.");
    }

    public override string Permission => Permissions.SystemManage;

    public override IQueryable<MailRow> Query(KeguanDb db, Actor actor) => db.Set<OutboxMail>().Where(mail => mail.SentAt == null).Select(mail => new MailRow
    {
        Id = mail.Id, To = mail.To, CreatedAt = mail.CreatedAt, Attempts = mail.Attempts, NextAttemptAt = mail.NextAttemptAt, Error = mail.Error, State = mail.GivenUpAt == null ? "waiting" : "given-up",
    });
}

public sealed record MailRow
{
    public Guid Id { get; init; }
    public string To { get; init; } = "";
    public DateTime CreatedAt { get; init; }
    public int Attempts { get; init; }
    public DateTime NextAttemptAt { get; init; }
    public string Error { get; init; } = "";
    public string State { get; init; } = "";
}
