using System.Diagnostics;
using Keguan.Foundation.Calendar;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using static Keguan.Foundation.Texts;

namespace Keguan.Foundation.Ui;

/// <summary>What went wrong, in plain words, what to do now, and the number to tell the bureau.</summary>
[AllowAnonymous, IgnoreAntiforgeryToken, ResponseCache(NoStore = true)]
public sealed class ErrorModel(TimeProvider time) : PageModel
{
    public int Code { get; private set; } = 404;
    public string Trace => Activity.Current?.TraceId.ToString() ?? HttpContext.TraceIdentifier;
    public string At => ChinaTime.Second(time.GetUtcNow().UtcDateTime);

    public Text Title => Words.Title;
    public Text What => Words.What;
    public Text Next => Words.Next;

    // From the route only: the failed form may have a field of that name.
    public void OnGet([FromRoute] int? code) => Show(code);

    public void OnPost([FromRoute] int? code) => Show(code);

    void Show(int? code)
    {
        // Not yours and not there look alike: who may not see a thing is not told that it is there.
        Code = code is 403 or null or < 400 or > 599 ? 404 : code.Value;
        Response.StatusCode = Code;
    }

    (Text Title, Text What, Text Next) Words => Code switch
    {
        404 => (T("没有找到这个页面", "This page was not found"),
            T("地址可能有误，内容可能已撤下，或者您当前的身份看不到它。", "The address may be wrong, the content may have been withdrawn, or your present role may not see it."),
            T("如果您有多个身份，请回到工作台，在右上角切换身份后再试。", "If you have several roles, go to your desk, switch at the top right and try again.")),
        400 => (T("这次提交没有被接受", "This submission was not accepted"),
            T("页面停留过久，或者提交的内容不完整。", "The page was open for too long, or what was sent is incomplete."),
            T("请返回上一页，刷新后重新提交；已保存的内容不受影响。", "Go back, reload the page and submit again; what was saved is unaffected.")),
        409 => (T("情况已经变化，操作没有生效", "Things have changed; nothing was done"),
            T("刚才已有他人办理了此事项，或者它的状态不再允许这一步。", "Somebody else has just acted on this, or its state no longer allows this step."),
            T("请返回并刷新，看到最新状态后再决定。", "Go back, reload, and decide again with the latest state.")),
        413 => (T("文件太大", "The file is too large"),
            T("上传的文件超过了允许的大小，没有保存。", "The upload is larger than allowed and was not saved."),
            T("请压缩图片或拆分文件后再传，大小限制写在上传处。", "Compress the pictures or split the file; the limit is stated beside the upload.")),
        422 => (T("填写的内容有误", "Something in the form is not right"),
            T("有内容不符合要求，没有保存。", "Some of it does not meet the requirements; nothing was saved."),
            T("请返回上一页，按提示修改。", "Go back and correct what is marked.")),
        429 => (T("操作太频繁", "Too many requests"),
            T("为保护系统，请稍等片刻再试。", "To protect the system, please wait a moment and try again."), default),
        >= 500 => (T("系统出错了", "Something went wrong on our side"),
            T("这次操作没有完成，已保存的内容不受影响。系统已记下这个错误。", "The action was not completed; what was saved before is unaffected. The error has been recorded."),
            T("请稍后再试；仍有问题时，请把下面的追踪号告诉我们。", "Please try again later; if it persists, tell us the trace number below.")),
        _ => (T("这个请求无法处理", "This request could not be handled"),
            T("服务器没有接受它。", "The server did not accept it."), default),
    };
}
