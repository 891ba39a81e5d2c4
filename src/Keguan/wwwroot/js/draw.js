// Verifies the record of a draw in the visitor's browser, by docs/specs/draw.md: nothing is sent anywhere. Hashes by Web Crypto; SM3 and the MD5 of RFC 3797,
// which it does not have, are below. Chromium 86 and later.
(() => {
  "use strict";
  const english = typeof document !== "undefined" && document.body.dataset.lang === "en";
  const t = (zh, en) => (english ? en : zh);
  const utf8 = new TextEncoder();

  // ── bytes ──
  const hex = bytes => Array.from(bytes, b => b.toString(16).padStart(2, "0")).join("");
  const isHex = (text, least) => typeof text === "string" && text.length % 2 === 0 && text.length >= 2 * least && /^[0-9a-f]*$/.test(text);
  const unhex = text => Uint8Array.from(text.match(/../g) || [], pair => parseInt(pair, 16));
  const join = (...parts) => {
    const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) { all.set(part, at); at += part.length; }
    return all;
  };
  const number = bytes => BigInt("0x" + (hex(bytes) || "0"));

  // ── SM3, GB/T 32905-2016 ──
  const rol = (x, n) => ((x << (n & 31)) | (x >>> (32 - (n & 31)))) >>> 0;
  const rotated = (x, n) => (n & 31 ? rol(x, n) : x >>> 0);
  function sm3(data) {
    const v = [0x7380166f, 0x4914b2b9, 0x172442d7, 0xda8a0600, 0xa96f30bc, 0x163138aa, 0xe38dee4d, 0xb0fb0e4e];
    const padded = new Uint8Array(((data.length + 8) >> 6) * 64 + 64);
    padded.set(data);
    padded[data.length] = 0x80;
    const view = new DataView(padded.buffer);
    view.setUint32(padded.length - 8, Math.floor(data.length / 0x20000000));
    view.setUint32(padded.length - 4, (data.length << 3) >>> 0);
    const w = new Uint32Array(68);
    for (let block = 0; block < padded.length; block += 64) {
      for (let j = 0; j < 16; j++) w[j] = view.getUint32(block + 4 * j);
      for (let j = 16; j < 68; j++) {
        const x = w[j - 16] ^ w[j - 9] ^ rol(w[j - 3], 15);
        w[j] = x ^ rol(x, 15) ^ rol(x, 23) ^ rol(w[j - 13], 7) ^ w[j - 6];
      }
      let [a, b, c, d, e, f, g, h] = v;
      for (let j = 0; j < 64; j++) {
        const a12 = rol(a, 12);
        const ss1 = rol((a12 + e + rotated(j < 16 ? 0x79cc4519 : 0x7a879d8a, j)) >>> 0, 7);
        const ff = j < 16 ? a ^ b ^ c : (a & b) | (a & c) | (b & c);
        const gg = j < 16 ? e ^ f ^ g : (e & f) | (~e & g);
        const tt1 = ((ff >>> 0) + d + ((ss1 ^ a12) >>> 0) + ((w[j] ^ w[j + 4]) >>> 0)) >>> 0;
        const tt2 = ((gg >>> 0) + h + ss1 + w[j]) >>> 0;
        d = c; c = rol(b, 9); b = a; a = tt1;
        h = g; g = rol(f, 19); f = e; e = (tt2 ^ rol(tt2, 9) ^ rol(tt2, 17)) >>> 0;
      }
      [a, b, c, d, e, f, g, h].forEach((x, i) => (v[i] = (v[i] ^ x) >>> 0));
    }
    const out = new DataView(new ArrayBuffer(32));
    v.forEach((x, i) => out.setUint32(4 * i, x));
    return new Uint8Array(out.buffer);
  }

  // ── MD5, for RFC 3797 only ──
  function md5(data) {
    const shifts = [[7, 12, 17, 22], [5, 9, 14, 20], [4, 11, 16, 23], [6, 10, 15, 21]];
    const v = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476];
    const padded = new Uint8Array(((data.length + 8) >> 6) * 64 + 64);
    padded.set(data);
    padded[data.length] = 0x80;
    const view = new DataView(padded.buffer);
    view.setUint32(padded.length - 8, (data.length << 3) >>> 0, true);
    for (let block = 0; block < padded.length; block += 64) {
      let [a, b, c, d] = v;
      for (let i = 0; i < 64; i++) {
        const round = i >> 4;
        const f = round === 0 ? (b & c) | (~b & d) : round === 1 ? (d & b) | (~d & c) : round === 2 ? b ^ c ^ d : c ^ (b | ~d);
        const g = round === 0 ? i : round === 1 ? (5 * i + 1) % 16 : round === 2 ? (3 * i + 5) % 16 : (7 * i) % 16;
        const k = Math.floor(Math.abs(Math.sin(i + 1)) * 4294967296);
        const sum = ((f >>> 0) + a + k + view.getUint32(block + 4 * g, true)) >>> 0;
        a = d; d = c; c = b;
        b = (b + rol(sum, shifts[round][i & 3])) >>> 0;
      }
      [a, b, c, d].forEach((x, i) => (v[i] = (v[i] + x) >>> 0));
    }
    const out = new DataView(new ArrayBuffer(16));
    v.forEach((x, i) => out.setUint32(4 * i, x, true));
    return new Uint8Array(out.buffer);
  }

  // ── hash, HMAC, HKDF, tree ──
  const sha256 = async data => new Uint8Array(await crypto.subtle.digest("SHA-256", data));
  const functions = {
    "SHA-256": {
      hash: sha256,
      keyed: async key => {
        // Web Crypto takes no empty key; HMAC fills a key up with zeros, so one zero is the same.
        const imported = await crypto.subtle.importKey("raw", key.length ? key : new Uint8Array(1), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
        return async data => new Uint8Array(await crypto.subtle.sign("HMAC", imported, data));
      },
    },
    SM3: {
      hash: async data => sm3(data),
      keyed: async key => {
        const block = new Uint8Array(64);
        block.set(key.length > 64 ? sm3(key) : key);
        const inner = block.map(b => b ^ 0x36), outer = block.map(b => b ^ 0x5c);
        return async data => sm3(join(outer, sm3(join(inner, data))));
      },
    },
  };
  async function root(hash, leaves) {
    if (leaves.length === 0) return hash(new Uint8Array(0));
    if (leaves.length === 1) return hash(join(Uint8Array.of(0), leaves[0]));
    let left = 1;
    while (2 * left < leaves.length) left *= 2;
    return hash(join(Uint8Array.of(1), await root(hash, leaves.slice(0, left)), await root(hash, leaves.slice(left))));
  }

  // ── JSON, strictly: no key twice, no null, whole numbers ──
  function parse(text) {
    let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
    const fail = what => { throw new SyntaxError(t(`第 ${at} 个字符处：${what}`, `at character ${at}: ${what}`)); };
    const space = () => { while (at < text.length && " \t\n\r".includes(text[at])) at++; };
    const expect = c => { space(); if (text[at] !== c) fail(t(`应为“${c}”`, `“${c}” expected`)); at++; };
    const string = () => {
      const whole = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
      whole.lastIndex = at;
      const found = whole.exec(text);
      if (!found) fail(t("应为文字", "text expected"));
      at += found[0].length;
      const value = JSON.parse(found[0]);
      if (/[\ud800-\udbff](?![\udc00-\udfff])|(?:^|[^\ud800-\udbff])[\udc00-\udfff]/.test(value)) fail(t("文字不是合法的 Unicode", "not valid Unicode"));
      return value;
    };
    const value = depth => {
      space();
      if (depth > 16) fail(t("嵌套太深", "nested too deeply"));
      const c = text[at];
      if (c === "{") {
        const object = Object.create(null);
        at++; space();
        if (text[at] === "}") { at++; return object; }
        for (;;) {
          space();
          const key = string();
          if (key in object) fail(t(`字段“${key}”出现两次`, `“${key}” is there twice`));
          expect(":");
          object[key] = value(depth + 1);
          space();
          if (text[at] === ",") at++; else { expect("}"); return object; }
        }
      }
      if (c === "[") {
        const list = [];
        at++; space();
        if (text[at] === "]") { at++; return list; }
        for (;;) {
          list.push(value(depth + 1));
          space();
          if (text[at] === ",") at++; else { expect("]"); return list; }
        }
      }
      if (c === '"') return string();
      const word = /(?:true|false|-?(?:0|[1-9][0-9]*))(?![0-9A-Za-z.+-])/y;
      word.lastIndex = at;
      const found = word.exec(text);
      if (!found) fail(t("应为文字、整数、列表或对象", "text, whole number, list or object expected"));
      at += found[0].length;
      if (found[0] === "true" || found[0] === "false") return found[0] === "true";
      if (!Number.isSafeInteger(Number(found[0])) || found[0] === "-0") fail(t("数字超出范围", "number out of range"));
      return Number(found[0]);
    };
    const whole = value(0);
    space();
    if (at < text.length) fail(t("后面还有内容", "something follows"));
    if (!isObject(whole)) fail(t("应为对象", "an object expected"));
    return whole;
  }
  const isObject = x => x !== null && typeof x === "object" && !Array.isArray(x);
  const text = value =>
    Array.isArray(value) ? "[" + value.map(text).join(",") + "]"
      : isObject(value) ? "{" + Object.keys(value).sort().map(key => JSON.stringify(key) + ":" + text(value[key])).join(",") + "}"
        : JSON.stringify(value);
  const canon = value => utf8.encode(text(value));
  const same = (a, b) => a !== undefined && text(a) === text(b);

  // ── checks ──
  class Fault extends Error { constructor(check, reason) { super(reason); this.check = check; } }
  const demand = (holds, check, zh, en) => { if (!holds) throw new Fault(check, t(zh, en)); };
  const only = (object, at, ...keys) => {
    demand(isObject(object), "form", `${at} 应为对象`, `${at} must be an object`);
    for (const key of Object.keys(object)) demand(keys.includes(key), "form", `${at} 有未知字段“${key}”`, `${at} has an unknown key “${key}”`);
  };
  const string = (object, key, most = 200, needed = true) => {
    if (object[key] === undefined && !needed) return undefined;
    demand(typeof object[key] === "string" && object[key].length > 0 && object[key].length <= most, "form", `“${key}”应为文字`, `“${key}” must be a text`);
    return object[key];
  };
  const whole = (object, key, least, most, otherwise) => {
    if (object[key] === undefined && otherwise !== undefined) return otherwise;
    demand(Number.isInteger(object[key]) && object[key] >= least && object[key] <= most, "form", `“${key}”应为 ${least} 至 ${most} 的整数`, `“${key}” must be a whole number from ${least} to ${most}`);
    return object[key];
  };
  const bytes = (object, key, least) => {
    demand(isHex(object[key], least), "form", `“${key}”应为十六进制`, `“${key}” must be hexadecimal`);
    return unhex(object[key]);
  };
  const time = (object, key) => {
    const value = string(object, key, 200, false);
    demand(value === undefined || /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(value), "form", `“${key}”应为时间`, `“${key}” must be a time`);
    return value;
  };
  const list = (object, key) => {
    if (object[key] === undefined) return [];
    demand(Array.isArray(object[key]), "form", `“${key}”应为列表`, `“${key}” must be a list`);
    return object[key];
  };
  const numbers = (object, key) => {
    const lists = list(object, key);
    demand(lists.every(one => Array.isArray(one) && one.every(n => Number.isInteger(n) && n >= 0)), "form", `“${key}”应为号码的列表`, `“${key}” must be lists of numbers`);
    return lists;
  };
  const sourceKey = sources => sources.map(one => one.slice().sort((a, b) => a - b).join(".") + "./").join("");

  // ── the rules of a panel ──
  function holds(plan, panel) {
    if (panel.length !== plan.size) return false;
    for (const feature of plan.features) for (const quota of feature.values) {
      const count = panel.filter(one => one[feature.name] === quota.value).length;
      if (count < quota.min || count > quota.max) return false;
    }
    if (!plan.cap) return true;
    const seats = new Map();
    for (const one of panel) seats.set(one[plan.cap.feature], (seats.get(one[plan.cap.feature]) || 0) + 1);
    return Array.from(seats.values()).every(count => count <= plan.cap.max);
  }

  // Seats in the order drawn, for one feature with quotas and a cap: who comes first sits, unless no panel contains all who sit and him.
  class Seats {
    constructor(plan, people) {
      this.plan = plan; this.left = plan.size; this.feature = plan.features[0];
      this.values = []; this.index = new Map(); this.seated = new Map(); this.hopeless = new Set();
      if (this.feature) for (const quota of this.feature.values) this.value(quota.value, quota.min, quota.max);
      for (const one of people) { const own = this.value(this.valueOf(one), 0, plan.size).available; const at = this.at(one); own.set(at, (own.get(at) || 0) + 1); }
    }
    valueOf(one) { return this.feature ? one[this.feature.name] : ""; }
    at(one) { return this.plan.cap ? one[this.plan.cap.feature] : ""; }
    get most() { return this.plan.cap ? this.plan.cap.max : Infinity; }
    value(name, min, max) {
      if (!this.index.has(name)) { this.index.set(name, this.values.length); this.values.push({ need: min, room: Math.min(max, this.plan.size), available: new Map() }); }
      return this.values[this.index.get(name)];
    }
    move(value, at, by) {
      this.left -= by; value.need -= by; value.room -= by;
      value.available.set(at, value.available.get(at) - by);
      this.seated.set(at, (this.seated.get(at) || 0) + by);
    }
    seat(one) {
      const value = this.value(this.valueOf(one), 0, 0), at = this.at(one), type = JSON.stringify([this.valueOf(one), at]);
      if (value.room === 0) return "quota";
      if ((this.seated.get(at) || 0) >= this.most) return "cap";
      if (this.hopeless.has(type)) return "kept";
      this.move(value, at, 1);
      if (this.completes()) return null;
      this.move(value, at, -1);
      this.hopeless.add(type);
      return "kept";
    }
    completes() {
      if (this.left < 0 || this.values.reduce((sum, value) => sum + Math.max(0, value.need), 0) > this.left) return false;
      const rooms = new Map(), given = this.values.map(() => new Map()), sums = this.values.map(() => 0);
      const edges = this.values.map(value => {
        const own = [];
        for (const [at, count] of value.available) {
          if (own.length >= this.left) break;
          const room = Math.min(this.left, this.most - (this.seated.get(at) || 0));
          if (count === 0 || room <= 0) continue;
          if (!rooms.has(at)) rooms.set(at, room);
          own.push([at, count]);
        }
        return own;
      });
      const reach = (v, seen) => {
        for (const [at, count] of edges[v]) {
          if ((given[v].get(at) || 0) >= count || seen.has(at)) continue;
          seen.add(at);
          if (rooms.get(at) > 0) rooms.set(at, rooms.get(at) - 1);
          else {
            const other = edges.findIndex((_, o) => o !== v && (given[o].get(at) || 0) > 0 && reach(o, seen));
            if (other < 0) continue;
            given[other].set(at, given[other].get(at) - 1);
          }
          given[v].set(at, (given[v].get(at) || 0) + 1);
          return true;
        }
        return false;
      };
      let total = 0;
      const augment = v => { if (!reach(v, new Set())) return false; sums[v]++; total++; return true; };
      for (let v = 0; v < edges.length; v++) for (let seat = 0; seat < this.values[v].need; seat++) if (!augment(v)) return false;
      for (let v = 0; v < edges.length; v++) while (total < this.left && sums[v] < this.values[v].room && augment(v));
      return total === this.left;
    }
  }

  // ── one record, step by step; each step returns what it found or throws ──
  const inputs = ["method", "hash", "draw", "title", "plan", "candidates", "excluded", "frozen", "parties", "beacon", "iteration", "history", "declined", "lottery"];
  const outputs = ["v", "prk", "order", "pick", "selected", "passed", "reserve", "replacements", "panel", "recordHash"];

  function read(record) {
    only(record, "$", ...inputs, ...outputs);
    demand(["order", "lottery"].includes(record.method), "form", "method 应为 order、lottery 或 rfc3797", "method must be order, lottery or rfc3797");
    demand(functions[record.hash], "form", "hash 应为 SHA-256 或 SM3", "hash must be SHA-256 or SM3");
    string(record, "draw", 200, false); string(record, "title", 200, false);
    const given = record.plan;
    only(given, "plan", "size", "reserve", "features", "cap", "panels", "sealedUntil", "note");
    time(given, "sealedUntil"); string(given, "note", 1000, false);
    const size = whole(given, "size", 1, 10000), plan = { size, reserve: whole(given, "reserve", 0, 1000000, size), panels: whole(given, "panels", 1, 100000, null), features: [] };
    for (const feature of list(given, "features")) {
      only(feature, "features", "name", "values");
      plan.features.push({ name: string(feature, "name"), values: list(feature, "values").map(value => {
        only(value, "values", "value", "min", "max");
        return { value: string(value, "value"), min: whole(value, "min", 0, 10000, 0), max: whole(value, "max", 0, 10000, size) };
      }) });
    }
    for (const feature of plan.features) {
      demand(new Set(feature.values.map(value => value.value)).size === feature.values.length && feature.values.every(value => value.min <= value.max), "plan", `“${feature.name}”的配额自相矛盾`, `The quotas of ${feature.name} contradict each other`);
    }
    demand(new Set(plan.features.map(feature => feature.name)).size === plan.features.length, "plan", "特征重复", "A feature is there twice");
    if (given.cap !== undefined) { only(given.cap, "cap", "feature", "max"); plan.cap = { feature: string(given.cap, "feature"), max: whole(given.cap, "max", 1, 10000) }; }
    demand(record.method !== "order" || plan.features.length <= 1, "plan", "配额互相交叉，须用 lottery 法", "Overlapping quotas need the method lottery");
    demand(record.method !== "order" || record.lottery === undefined && plan.panels === null, "form", "order 法没有 lottery 和 panels", "The method order has neither lottery nor panels");

    const people = list(record, "candidates"), labels = new Set();
    demand(people.length > 0, "candidates", "候选名单为空", "There are no candidates");
    const speaks = plan.features.map(feature => feature.name).concat(plan.cap ? [plan.cap.feature] : []);
    people.forEach((one, i) => {
      demand(isObject(one), "form", "候选人应为对象", "A candidate must be an object");
      for (const key of Object.keys(one)) string(one, key, key === "label" ? 200 : 1000);
      string(one, "label");
      demand(!one.label.startsWith("keguan-draw-"), "candidates", "标签不得以 keguan-draw- 开头", "A label must not begin with keguan-draw-");
      for (const name of speaks) demand(one[name] !== undefined && name !== "label", "candidates", `${one.label} 没有“${name}”`, `${one.label} has no “${name}”`);
      demand(i === 0 || people[i - 1].label < one.label, "candidates", `候选名单没有按标签排序，或 ${one.label} 重复`, `The candidates are not sorted by label, or ${one.label} is there twice`);
      labels.add(one.label);
    });
    const excluded = new Set(), parties = list(record, "parties"), declined = list(record, "declined"), history = list(record, "history");
    for (const one of list(record, "excluded")) {
      only(one, "excluded", "label", "reason"); string(one, "reason", 1000);
      demand(labels.has(string(one, "label")) && !excluded.has(one.label), "candidates", `回避名单中的 ${one.label} 不在候选名单内或重复`, `${one.label}, left out, is no candidate or there twice`);
      excluded.add(one.label);
    }
    for (const one of declined) { only(one, "declined", "label", "reason", "at"); string(one, "label"); string(one, "reason", 1000); time(one, "at"); }
    for (const one of history) { only(one, "history", "reason", "record", "at"); string(one, "reason", 1000); bytes(one, "record", 32); time(one, "at"); }
    demand(parties.length <= 20, "form", "提交随机数的最多 20 方", "At most 20 parties commit");
    for (const one of parties) { only(one, "parties", "name", "commitment", "committedAt", "reveal", "revealedAt"); string(one, "name"); bytes(one, "commitment", 32); bytes(one, "reveal", 16); time(one, "committedAt"); time(one, "revealedAt"); }
    const iteration = whole(record, "iteration", 1, 10000);
    demand(history.length === iteration - 1, "parties", `第 ${iteration} 次抽取应附此前 ${iteration - 1} 次的理由和记录`, `Iteration ${iteration} needs reason and record of the ${iteration - 1} before`);
    only(record.frozen, "frozen", "at", "candidates", "plan", "lottery"); time(record.frozen, "at");
    return { record, plan, people, excluded, parties, declined, iteration, ...functions[record.hash] };
  }

  const steps = {
    async candidates(d) {
      demand(hex(await root(d.hash, d.people.map(canon))) === d.record.frozen.candidates, "candidates", "候选名单与封存的根不符", "The candidates don't give the frozen root");
      return t(`${d.people.length} 人，根 ${d.record.frozen.candidates.slice(0, 16)}…`, `${d.people.length} people, root ${d.record.frozen.candidates.slice(0, 16)}…`);
    },
    async plan(d) {
      demand(hex(await d.hash(canon(d.record.plan))) === d.record.frozen.plan, "plan", "方案与封存的摘要不符", "The plan does not give the frozen hash");
      return t(`${d.plan.size} 人，备选 ${d.plan.reserve} 人`, `${d.plan.size} people, ${d.plan.reserve} in reserve`);
    },
    async parties(d) {
      demand(d.parties.length > 0 && d.parties.length + (d.record.beacon === undefined ? 0 : 1) >= 2, "parties", "至少须有两方提交，或一方提交加外部信标", "At least two parties must commit, or one and an outside beacon");
      for (const party of d.parties) {
        demand(d.parties.every(other => other === party || other.name !== party.name && other.commitment !== party.commitment), "parties", `“${party.name}”与另一方相同`, `${party.name} is the same as another`);
        let value = unhex(party.reveal);
        for (let i = 0; i < d.iteration; i++) value = await d.hash(value);
        demand(hex(value) === party.commitment, "parties", `“${party.name}”揭示的值与其承诺不符`, `What ${party.name} revealed does not match the commitment`);
      }
      d.fixed = d.parties.map(party => party.committedAt).concat([d.record.frozen.at]).filter(Boolean).sort().pop();
      for (const party of d.parties) demand(!d.fixed || !party.revealedAt || party.revealedAt >= d.fixed, "parties", `“${party.name}”在名单封存或全部承诺之前就已揭示`, `${party.name} revealed before the list was frozen and all had committed`);
      return d.parties.map(party => party.name).join(t("、", ", "));
    },
    async beacon(d) {
      const beacon = d.record.beacon;
      d.material = new Uint8Array(0);
      if (beacon === undefined) return undefined;
      demand(isObject(beacon), "form", "beacon 应为对象", "beacon must be an object");
      string(beacon, "source", 1000, false);
      const at = time(beacon, "at");
      if (beacon.kind === "drand") {
        only(beacon, "beacon", "kind", "round", "signature", "randomness", "at", "source");
        whole(beacon, "round", 1, 2147483647);
        d.material = bytes(beacon, "randomness", 32);
        demand(hex(await sha256(bytes(beacon, "signature", 48))) === beacon.randomness, "beacon", "信标的随机值不是其签名的 SHA-256", "The beacon's randomness is not SHA-256 of its signature");
      } else if (beacon.kind === "numbers") {
        only(beacon, "beacon", "kind", "sources", "at", "source");
        const sources = numbers(beacon, "sources");
        demand(sources.length > 0 && sources.every(one => one.length > 0), "beacon", "信标没有号码", "The beacon has no numbers");
        d.material = utf8.encode(sourceKey(sources));
      } else {
        demand(beacon.kind === "text", "form", "信标种类未知", "An unknown kind of beacon");
        only(beacon, "beacon", "kind", "text", "at", "source");
        d.material = utf8.encode(string(beacon, "text", 4000));
      }
      demand(!d.fixed || !at || at >= d.fixed, "beacon", "信标在名单封存或全部承诺之前就已公布", "The beacon was known before the list was frozen and all had committed");
      return beacon.source || { drand: t("drand 信标", "the drand beacon"), numbers: t("公开号码", "public numbers"), text: t("公开文字", "a public text") }[beacon.kind];
    },
    async randomness(d) {
      const prk = await (await d.keyed(join(...d.parties.map(party => unhex(party.reveal)))))(d.material);
      demand(hex(prk) === d.record.prk, "randomness", "共同随机数与各方揭示的值不符", "The joint randomness does not follow from what was revealed");
      const expand = await d.keyed(prk);
      d.position = label => expand(join(utf8.encode(label), Uint8Array.of(1)));
      return d.record.prk.slice(0, 16) + "…";
    },
    async lottery(d) {
      if (d.record.method !== "lottery") return undefined;
      const lottery = d.record.lottery;
      only(lottery, "lottery", "panels", "chances", "bound", "deviation");
      const panels = numbers(lottery, "panels"), counts = d.people.map(() => 0);
      demand(panels.length > 0 && panels.length <= 100000 && (d.plan.panels === null || d.plan.panels === panels.length), "lottery", "抽签的评审组数与方案不符", "The number of panels is not that of the plan");
      for (const key of ["bound", "deviation"]) demand(/^[01](\.[0-9]{1,10})?$/.test(string(lottery, key, 12)) && Number(lottery[key]) <= 1, "form", `“${key}”应为 0 至 1 的小数`, `“${key}” must be a decimal from 0 to 1`);
      panels.forEach((panel, p) => {
        demand(panel.every((i, at) => i < counts.length && (at === 0 || i > panel[at - 1])), "lottery", `第 ${p} 个评审组不是候选人的升序列表`, `Panel ${p} is no ascending list of candidates`);
        const members = panel.map(i => d.people[i]);
        demand(holds(d.plan, members) && !members.some(one => d.excluded.has(one.label)), "lottery", `第 ${p} 个评审组不符合方案`, `Panel ${p} does not satisfy the plan`);
        panel.forEach(i => counts[i]++);
      });
      demand(same(lottery.chances, counts), "lottery", "公布的各人机会与评审组不符", "The chances that were published are not those of the panels");
      demand(hex(await d.hash(canon(lottery))) === d.record.frozen.lottery, "lottery", "抽签与封存的摘要不符", "The lottery does not give the frozen hash");
      return t(`${panels.length} 个评审组，最小机会 ${lottery.bound}（是否为最公平，由服务器或命令行重算）`, `${panels.length} panels, smallest chance ${lottery.bound} (whether it is the fairest: computed by the server or the command line)`);
    },
    async order(d) {
      const positions = new Map();
      for (const one of d.people) positions.set(one.label, hex(await d.position(one.label)));
      d.order = d.people.map(one => one.label).sort((a, b) => (positions.get(a) < positions.get(b) ? -1 : 1));
      demand(same(d.record.order, d.order), "order", "抽取顺序与重新计算的不符", "The order is not the one that the randomness gives");
      d.by = new Map(d.people.map(one => [one.label, one]));
      return d.order.slice(0, 3).join(t("、", ", ")) + (d.order.length > 3 ? "…" : "");
    },
    async panel(d) {
      const selected = [], passed = [];
      if (d.record.method === "lottery") {
        const panels = d.record.lottery.panels, pick = Number(number(await d.position("keguan-draw-panel")) % BigInt(panels.length));
        demand(d.record.pick === pick, "panel", "抽中的评审组号与共同随机数不符", "The panel picked is not the one that the randomness gives");
        const members = new Set(panels[pick].map(i => d.people[i].label));
        selected.push(...d.order.filter(label => members.has(label)));
        demand(d.record.passed === undefined, "form", "这种记录不含 passed", "A record of this kind has no “passed”");
      } else {
        const seats = new Seats(d.plan, d.order.filter(label => !d.excluded.has(label)).map(label => d.by.get(label)));
        demand(seats.completes(), "panel", "候选人中凑不出符合方案的评审组", "The candidates can't satisfy the plan");
        for (const label of d.order) {
          if (seats.left === 0) break;
          const why = d.excluded.has(label) ? "excluded" : seats.seat(d.by.get(label));
          if (why === null) selected.push(label); else passed.push({ label, why });
        }
        demand(d.record.pick === undefined && same(d.record.passed, passed), "panel", "跳过的名单或理由与重新计算的不符", "Who was passed over, or why, is not what order and quotas give");
      }
      demand(same(d.record.selected, selected), "panel", "入选名单与重新计算的不符", "The selection is not what is computed again");
      d.selected = selected;
      return selected.join(t("、", ", "));
    },
    async reserve(d) {
      d.reserve = d.order.filter(label => !d.selected.includes(label) && !d.excluded.has(label)).slice(0, d.plan.reserve);
      demand(same(d.record.reserve, d.reserve), "reserve", "备选名单与抽取顺序不符", "The reserve does not follow from the order");
      return t(`${d.reserve.length} 人`, `${d.reserve.length} people`);
    },
    async replacements(d) {
      const panel = d.selected.slice(), reserve = d.reserve.slice(), replacements = [];
      for (const { label } of d.declined) {
        const at = panel.indexOf(label), standing = reserve.indexOf(label);
        demand(at >= 0 || standing >= 0, "replacements", `${label} 不在评审组和备选中`, `${label} is neither in the panel nor in reserve`);
        if (at >= 0) panel.splice(at, 1); else reserve.splice(standing, 1);
        let looked = 0;
        const first = (from, seats, chosen) => {
          demand(++looked <= 200000, "replacements", "空缺太多，无法按顺序递补", "Too many seats are empty to be filled from the reserve");
          if (seats === 0) return holds(d.plan, panel.concat(chosen).map(one => d.by.get(one))) ? chosen : null;
          for (let i = from; i <= reserve.length - seats; i++) { const found = first(i + 1, seats - 1, chosen.concat([reserve[i]])); if (found) return found; }
          return null;
        };
        const empty = d.plan.size - panel.length, called = empty === 0 ? [] : first(0, empty, []) || [];
        called.forEach(one => reserve.splice(reserve.indexOf(one), 1));
        panel.push(...called);
        replacements.push({ declined: label, called });
      }
      demand(same(d.record.replacements, replacements), "replacements", "递补没有按抽取顺序进行", "A replacement does not follow the order drawn");
      demand(same(d.record.panel, panel), "replacements", "最终评审组与递补结果不符", "The final panel does not follow from the replacements");
      return replacements.length ? t(`${replacements.length} 人谢绝`, `${replacements.length} declined`) : t("无人谢绝", "nobody declined");
    },
  };

  const compatible = {
    async randomness(record) {
      demand(sourceKey(numbers(record, "sources")) === record.key, "randomness", "密钥串与随机源不符", "The key does not follow from the sources");
      return record.key;
    },
    async order(record) {
      const key = utf8.encode(record.key), left = Array.from({ length: record.pool }, (_, i) => i + 1), rounds = [];
      for (let i = 0; i < record.take; i++) {
        const mark = Uint8Array.of(i >> 8, i & 255), digest = md5(join(mark, key, mark)), at = Number(number(digest) % BigInt(left.length));
        rounds.push({ md5: hex(digest).toUpperCase(), remaining: left.length, selected: left[at] });
        left.splice(at, 1);
      }
      demand(same(record.rounds, rounds), "order", "各轮的摘要与重新计算的不符", "The rounds are not those that the key gives");
      demand(same(record.selected, rounds.map(round => round.selected)), "panel", "入选名单与重新计算的不符", "The selection is not what is computed again");
      return rounds.map(round => round.selected).join(", ");
    },
  };

  /** Verifies the text of a record. Calls tell(check, found) for what holds; resolves to null, or to { check, reason } for the first thing that does not. */
  async function verify(source, tell) {
    try {
      let record;
      try { record = parse(source); } catch (wrong) { throw new Fault("form", t("不是抽取记录：", "This is no record of a draw: ") + wrong.message); }
      demand(record.v === "keguan-draw-1", "form", "不是抽取记录：v 应为 keguan-draw-1", "This is no record of a draw: v must be keguan-draw-1");
      let hash = sha256;
      if (record.method === "rfc3797") {
        only(record, "$", "v", "method", "draw", "title", "sources", "pool", "take", "names", "key", "rounds", "selected", "recordHash");
        string(record, "draw", 200, false); string(record, "title", 200, false);
        demand(numbers(record, "sources").length > 0 && record.sources.every(one => one.length > 0), "form", "sources 中没有号码", "The sources have no numbers");
        whole(record, "pool", 1, 65535); whole(record, "take", 1, record.pool);
        demand(list(record, "names").every(name => typeof name === "string") && [0, record.pool].includes(list(record, "names").length), "form", "names 应与 pool 同样多", "names must be as many as the pool");
        tell("form", "RFC 3797");
        for (const name of Object.keys(compatible)) tell(name, await compatible[name](record));
      } else {
        const draw = read(record);
        hash = draw.hash;
        tell("form", [record.title, record.method === "lottery" ? t("公平抽签", "fair lottery") : t("随机排序", "random order"), record.hash].filter(Boolean).join(t("，", ", ")));
        for (const name of Object.keys(steps)) { const found = await steps[name](draw); if (found !== undefined) tell(name, found); }
      }
      const rest = Object.assign(Object.create(null), record);
      delete rest.recordHash;
      demand(hex(await hash(canon(rest))) === record.recordHash, "record", "整份记录的摘要不符：有内容被改动", "The hash over the whole record does not hold: something was changed");
      tell("record", record.recordHash);
      return null;
    } catch (fault) {
      return fault instanceof Fault ? { check: fault.check, reason: fault.message } : { check: "form", reason: String(fault && fault.message) };
    }
  }

  if (typeof document === "undefined") { globalThis.keguanDraw = { verify, sm3, md5, hex }; return; }

  // ── the page ──
  const form = document.querySelector("[data-draw]");
  if (!form) return;
  const box = form.querySelector("textarea"), file = form.querySelector("input[type=file]"), outcome = document.querySelector("[data-draw-outcome]"), expected = form.dataset.hash;
  const shown = document.querySelector("[data-draw-steps]"), samples = document.querySelector("[data-draw-samples]");
  const line = (kind, check, words) => {
    const item = samples.querySelector(`[data-sample=${kind}]`).closest("li").cloneNode(true);
    item.querySelector("[data-sample]").replaceWith(samples.querySelector(`[data-name=${check}]`).textContent);
    const small = document.createElement("small");
    small.textContent = words;
    item.children[1].append(small);
    shown.append(item);
  };
  const conclude = (kind, detail) => {
    for (const note of outcome.querySelectorAll("[data-outcome]")) note.hidden = note.dataset.outcome !== kind;
    const reason = outcome.querySelector(`[data-outcome=${kind}] [data-detail]`);
    if (reason) reason.textContent = detail || "";
  };
  async function run(source) {
    shown.textContent = "";
    document.querySelectorAll("[data-draw-server]").forEach(old => old.remove());
    outcome.hidden = false;
    let recordHash;
    const problem = await verify(source, (check, found) => { line("pass", check, found); if (check === "record") recordHash = found; }) || (expected && recordHash !== expected ? { check: "record", reason: t("这不是证书所指的那份记录：摘要不同", "This is not the record that the certificate names: its hash differs") } : null);
    if (problem) line("fail", problem.check, problem.reason);
    conclude(problem ? "bad" : "good", problem ? problem.reason : "");
    outcome.scrollIntoView({ block: "nearest" });
  }
  if (!(window.crypto && crypto.subtle)) { document.querySelectorAll("[data-draw-insecure]").forEach(note => (note.hidden = false)); return; }
  form.addEventListener("submit", async event => {
    if (event.submitter && event.submitter.value) return;
    event.preventDefault();
    const chosen = file && file.files.length ? await file.files[0].text() : box.value;
    if (chosen.trim()) await run(chosen);
  });
  file && file.addEventListener("change", async () => { if (file.files.length) await run(await file.files[0].text()); });
  ["dragover", "drop"].forEach(kind => form.addEventListener(kind, async event => {
    if (!event.dataTransfer || !Array.from(event.dataTransfer.types).includes("Files")) return;
    event.preventDefault();
    if (kind === "drop" && event.dataTransfer.files.length) await run(await event.dataTransfer.files[0].text());
  }));
})();
