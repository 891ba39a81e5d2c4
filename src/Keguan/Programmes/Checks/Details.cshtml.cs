using Keguan.Foundation.Access;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Pages;
using Keguan.Foundation.Ui;
using Keguan.Programmes.Applications;
using Keguan.Programmes.Similarity;
using Microsoft.AspNetCore.Mvc;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Checks;

/// <summary>形式审查: results and clauses on the left, the application on the right, the decision below; J and K step through the queue.</summary>
[Needs(Permissions.ApplicationsCheck)]
public sealed class DetailsModel(ApplicationDossiers dossiers, FormalChecking checking) : KeguanPage
{
    public ApplicationDossier Dossier { get; private set; } = null!;
    public IReadOnlyList<CheckLine> Checks { get; private set; } = [];
    public Likeness MostLike { get; private set; } = Likeness.None;
    public IReadOnlyList<ManualAnswer> Answers { get; private set; } = [];
    public Queue.Place Place { get; private set; } = null!;
    public Foundation.Text? PassRefused { get; private set; }
    public Foundation.Text? CorrectionRefused { get; private set; }

    [BindProperty(SupportsGet = true)] public Guid Id { get; set; }
    [BindProperty(SupportsGet = true, Name = "s")] public string? Shown { get; set; }
    [BindProperty] public string? Opinion { get; set; }
    [BindProperty] public DateOnly? Until { get; set; }
    [BindProperty] public string? ReasonKey { get; set; }

    /// <summary>Answers by key of the manual check, with a comment each.</summary>
    [BindProperty] public Dictionary<string, string?> Answer { get; set; } = [];
    [BindProperty] public Dictionary<string, string?> Comment { get; set; } = [];

    public static readonly IReadOnlyList<Choice> Judgements =
    [
        new(ManualAnswer.Ok, T("符合", "Holds")) { Tone = "green" }, new(ManualAnswer.Mend, T("补正", "Mend")) { Tone = "amber" }, new(ManualAnswer.No, T("不符", "No")) { Tone = "red" },
    ];

    public IReadOnlyList<Choice> Reasons => [.. Dossier.Programme.FormalCheck.Reasons.Select(reason => new Choice(reason.Key, T($"{reason.Key} {reason.Label.Zh}（{reason.Basis}）", $"{reason.Key} {reason.Label.En}")))];

    protected internal override async Task<bool> LoadAsync()
    {
        if (await dossiers.FindAsync(Id, Actor, Cancel) is not { } dossier || dossier.Application.SubmittedAt is null) return false;
        Dossier = dossier;
        (Checks, MostLike) = await dossiers.CheckAsync(dossier, dossier.Application.SubmittedAt.Value, Cancel);
        Answers = await checking.AnswersAsync(Id, Cancel);
        Place = await Queue.PlaceAsync(Db.Applications().VisibleTo(Actor), ApplicationLifecycle.FormalCheck, dossier.Application, Cancel);
        PassRefused = FormalChecking.PassRefused(dossier, Checks, Answers, Actor, Now);
        CorrectionRefused = FormalChecking.CorrectionRefused(dossier, Actor, Now);
        Until ??= dossier.DueFor(ApplicationLifecycle.Supplementing, Now);
        return true;
    }

    public int WaitedDays => WorkingCalendar.Default.WorkingDaysBetween(ChinaTime.DayOf(Dossier.Application.StateSince), ChinaTime.DayOf(Now));
    public string? AnswerOf(string key) => Answer.GetValueOrDefault(key) ?? Answers.FirstOrDefault(answer => answer.Check == key)?.Answer;
    public string CommentOf(string key) => Comment.GetValueOrDefault(key) ?? Answers.FirstOrDefault(answer => answer.Check == key)?.Comment ?? "";

    /// <summary>Keeps what was judged so far, whatever is pressed next.</summary>
    async Task KeepAnswersAsync()
    {
        var now = Now;
        var stored = await checking.AnswersAsync(Id, Cancel);
        foreach (var check in Dossier.Programme.FormalCheck.Manual)
        {
            if (!Answer.TryGetValue(check.Key, out var answer) || answer is not (ManualAnswer.Ok or ManualAnswer.Mend or ManualAnswer.No)) continue;
            var comment = (Comment.GetValueOrDefault(check.Key) ?? "").Trim();
            if (comment.Length > 500) comment = comment[..500];
            var row = stored.FirstOrDefault(one => one.Check == check.Key);
            if (row is null) Db.Add(row = new ManualAnswer { ApplicationId = Id, Check = check.Key, Answer = answer });
            else if (row.Answer == answer && row.Comment == comment) continue;
            (row.Answer, row.Comment, row.By, row.ByName, row.At) = (answer, comment, Actor.AccountId ?? Guid.Empty, Actor.Name, now);
        }
        await Db.SaveChangesAsync(Cancel);
    }

    public async Task<IActionResult> OnPostKeepAsync()
    {
        if (!await LoadAsync()) return NotFound();
        Foundation.Refusal.If(ApplicationLifecycle.Table.Refused(Dossier.Application, "reject", Actor, Now));
        await KeepAnswersAsync();
        return Done(T("人工核查已保存", "Judgements saved"), $"/programmes/checks/details/{Id}{(Shown is null ? "" : "?s=" + Uri.EscapeDataString(Shown))}");
    }

    public Task<IActionResult> OnPostPassAsync() => DecideAsync(() => checking.PassAsync(Dossier, Opinion, Cancel), T("已通过", "Passed"));

    public Task<IActionResult> OnPostCorrectAsync() => DecideAsync(() => checking.AskCorrectionAsync(Dossier, WithComments(), Until, Cancel), T("已通知补正", "Asked for correction"));

    public Task<IActionResult> OnPostRejectAsync() => DecideAsync(() => checking.RejectAsync(Dossier, ReasonKey, Opinion, Cancel), T("已记为不予通过", "Refused"));

    /// <summary>The opinion with the comments of the checks judged 补正 in front.</summary>
    string? WithComments()
    {
        var lines = Dossier.Programme.FormalCheck.Manual.Where(check => AnswerOf(check.Key) == ManualAnswer.Mend && CommentOf(check.Key).Length > 0).Select(check => CommentOf(check.Key)).ToList();
        if (!string.IsNullOrWhiteSpace(Opinion)) lines.Add(Opinion.Trim());
        return lines.Count == 0 ? null : string.Join("；", lines);
    }

    async Task<IActionResult> DecideAsync(Func<Task> decide, Foundation.Text said)
    {
        if (!await LoadAsync()) return NotFound();
        Foundation.Refusal.If(ApplicationLifecycle.Table.Refused(Dossier.Application, "reject", Actor, Now));
        var next = Place.Next;
        await KeepAnswersAsync();
        await decide();
        await Db.SaveChangesAsync(Cancel);
        return Done(T($"{said.Zh}：{Dossier.Application.Title}", $"{said.En}: {Dossier.Application.Title}"), next is { } id ? $"/programmes/checks/details/{id}" : "/programmes/applications?state=formal-check&sort=since");
    }
}
