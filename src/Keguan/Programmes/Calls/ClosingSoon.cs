using Keguan.Foundation;
using Keguan.Foundation.Calendar;
using Keguan.Foundation.Data;
using Microsoft.EntityFrameworkCore;
using static Keguan.Foundation.Texts;

namespace Keguan.Programmes.Calls;

/// <summary>近期截止: the open call that closes next, for the sign-in page.</summary>
public static class ClosingSoon
{
    public static async ValueTask<Text?> FindAsync(IServiceProvider services, CancellationToken cancel)
    {
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime;
        var until = now.AddDays(60);
        var next = await services.GetRequiredService<KeguanDb>().Set<Call>().AsNoTracking()
            .Where(call => call.State == CallLifecycle.Published && call.OpensAt <= now && call.ClosesAt >= now && call.ClosesAt <= until)
            .OrderBy(call => call.ClosesAt).Select(call => new { call.Title, call.ClosesAt }).FirstOrDefaultAsync(cancel);
        return next is null ? null : T($"{next.Title}，{Closes(next.ClosesAt)}，以服务器收到时间为准。", $"{next.Title}: {Closes(next.ClosesAt)} (China), by the time the server receives it.");
    }

    /// <summary>Day and hour stay in one line.</summary>
    static string Closes(DateTime at) => ChinaTime.Minute(at).Replace(' ', '\u00a0');
}
