using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Keguan.Foundation.Access;
using Keguan.Foundation.Ui;
using static Keguan.Foundation.Texts;

namespace Keguan.Tests.Foundation.Ui;

public sealed class WordsTests
{
    static string In(string language, Func<string> said)
    {
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = new CultureInfo(language);
        try { return said(); }
        finally { CultureInfo.CurrentUICulture = before; }
    }

    [Fact]
    public void Values_are_encoded_and_Chinese_stays_as_it_is()
    {
        var name = "<b>甲 & 乙</b>";
        Assert.Equal("<p title=\"&lt;b&gt;甲 &amp; 乙&lt;/b&gt;\">&lt;b&gt;甲 &amp; 乙&lt;/b&gt;</p>", Markup.Of($"<p title=\"{name}\">{name}</p>").ToString());
        Assert.Equal("<i><b>1,284</b></i>", Markup.Of($"<i>{Markup.Of($"<b>{Words.Number(1284)}</b>")}</i>").ToString());
        Assert.Equal(" href=\"/a?b=1&amp;c=2\"", Markup.Attr("href", "/a?b=1&c=2").ToString());
        Assert.Equal("", Markup.Attr("href", null).ToString());
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(1284, "1,284")]
    [InlineData(-18, "−18")]
    public void A_number_has_groups_and_a_true_minus(long number, string shown) => Assert.Equal(shown, Words.Number(number));

    [Theory]
    [InlineData(12, 6, 36, true, "还有 12 天 6 小时 36 分", "12 days 6 h 36 min left")]
    [InlineData(1, 0, 5, true, "还有 1 天 0 小时 5 分", "1 day 0 h 5 min left")]
    [InlineData(0, 3, 20, true, "还有 3 小时 20 分", "3 h 20 min left")]
    [InlineData(0, 0, -1, true, "已截止", "Closed")]
    [InlineData(12, 6, 36, false, "还有<b>12</b>天<small>6 小时 36 分</small>", "<b>12</b>days<small>6 h 36 min</small>")]
    public void Time_left_in_words(int days, int hours, int minutes, bool oneLine, string zh, string en)
    {
        var left = new TimeSpan(days, hours, minutes, 0);
        Assert.Equal(zh, In("zh-CN", () => CountdownTagHelper.Left(left, oneLine).ToString()));
        Assert.Equal(en, In("en", () => CountdownTagHelper.Left(left, oneLine).ToString()));
    }

    [Theory]
    [InlineData("Input.Title", "f-Input_Title")]
    [InlineData("Input.Budget[3].AskedFen", "f-Input_Budget_3__AskedFen")]
    [InlineData("预算", "f-预算")]
    public void The_id_of_a_field_can_be_linked_to(string name, string id) => Assert.Equal(id, FieldTagHelper.IdOf(name));

    [Theory]
    [InlineData(218406, "#218\u00a0406")]
    [InlineData(7, "#7")]
    public void A_position_in_the_Journal(long position, string shown) => Assert.Equal(shown, TimelineTagHelper.Position(position));

    [Theory]
    [InlineData(812, "812 B")]
    [InlineData(20480, "20 KB")]
    [InlineData(1258291, "1.2 MB")]
    public void The_size_of_a_file(long bytes, string shown) => Assert.Equal(shown, FileShown.Size(bytes));

    public static TheoryData<ValidationAttribute, string, string> Judgements => new()
    {
        { new RequiredAttribute(), "请填写项目名称", "Enter Title" },
        { new StringLengthAttribute(60), "项目名称不超过 60 字", "Title: at most 60 characters" },
        { new RangeAttribute(1, 5), "项目名称应在 1 至 5 之间", "Title must be between 1 and 5" },
        { new EmailAddressAttribute(), "项目名称不是有效的邮箱地址", "Title is not a valid e-mail address" },
    };

    [Theory, MemberData(nameof(Judgements))]
    public void The_frameworks_own_judgements_are_put_in_both_languages(ValidationAttribute attribute, string zh, string en)
    {
        var localizer = new UiLocalizer();
        var key = UiLocalizer.KeyOf(attribute)!;
        object[] arguments = attribute switch
        {
            StringLengthAttribute length => ["", length.MaximumLength, length.MinimumLength],
            RangeAttribute range => ["", range.Minimum, range.Maximum],
            _ => [""],
        };
        string Said()
        {
            arguments[0] = localizer["项目名称|Title"].Value;
            return localizer[key, arguments].Value;
        }
        Assert.Equal(zh, In("zh-CN", Said));
        Assert.Equal(en, In("en", Said));
    }

    [Fact]
    public void A_menu_entry_is_shown_to_its_audience_that_holds_its_permission()
    {
        var item = new MenuItem(T("计划项目", "Programmes"), "/programmes", Permissions.CallsRead, 20, Audience.Officer);
        Assert.True(item.For(new Actor { AccountId = Guid.NewGuid(), Role = Roles.Officer.Code }));
        Assert.False(item.For(new Actor { AccountId = Guid.NewGuid(), Role = Roles.SystemAdmin.Code }));
        Assert.False(item.For(new Actor { AccountId = Guid.NewGuid(), Role = Roles.Filler.Code }));
        Assert.False(item.For(Actor.Public));
        Assert.True(new MenuItem(T("首页", "Home"), "/", null, 1, Audience.Public).For(Actor.Public));
    }

    [Theory]
    [InlineData("/programmes/applications/check/1", "/programmes/applications")]
    [InlineData("/programmes", "/programmes")]
    [InlineData("/programmes-old", null)]
    [InlineData("/calls/x", "/programmes")]
    [InlineData("/", "/")]
    public void The_current_entry_is_the_longest_that_the_address_begins_with(string path, string? url)
    {
        MenuItem[] menu =
        [
            new(T("首页", "Home"), "/", null, 1),
            new(T("计划项目", "Programmes"), "/programmes", null, 2) { Also = ["/calls"] },
            new(T("申报", "Applications"), "/programmes/applications", null, 3),
        ];
        var request = new DefaultHttpContext().Request;
        request.Path = path;
        Assert.Equal(url, Shell.Current(menu, request)?.Url);
    }

    [Fact]
    public void An_address_keeps_its_other_parameters()
    {
        var request = new DefaultHttpContext().Request;
        request.Path = "/list";
        request.QueryString = new QueryString("?state=a&state=b&page=3&q=%E4%B8%AD");
        Assert.Equal("/list?state=a&state=b&q=%E4%B8%AD&sort=-x", Address.With(request, ("page", null), ("sort", "-x")));
        Assert.Equal("/list?page=3&q=%E4%B8%AD&state=b", Address.Without(request, "state", "a"));
        Assert.Equal("/x?a=1&b=2", Address.Plain("/x?a=1&amp;b=2"));
    }
}
