package induslabs

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/ringer-mock/ringer/conformance/grade"
)

func paging() []grade.Tampering {
	const op = "listRecentCalls"
	swap := func(name, param, is, becomes string) grade.Tampering {
		return grade.Asked(op+"/"+name, op, func(q url.Values) bool {
			if q.Get(param) != is {
				return false
			}
			q.Set(param, becomes)
			return true
		}, func(x *grade.Passing, was url.Values) {
			if x.Status == http.StatusOK {
				grade.Put(x.Body, json.Number(was.Get(param)), "data", param)
			}
		})
	}
	return []grade.Tampering{
		swap("a limit of 200 is refused", "limit", "200", "201"),
		swap("a limit of 201 is taken", "limit", "201", "200"),
		swap("a limit of 1 is refused", "limit", "1", "0"),
		swap("a limit of 0 is taken", "limit", "0", "1"),
		swap("a page of 0 is taken", "page", "0", "1"),
		swap("a page of 1 is refused", "page", "1", "0"),
		grade.Asked(op+"/the default limit is 10", op, func(q url.Values) bool {
			had := q.Has("limit")
			if !had {
				q.Set("limit", "10")
			}
			return !had
		}, func(x *grade.Passing, _ url.Values) {
			if x.Status == http.StatusOK {
				grade.Put(x.Body, json.Number("20"), "data", "limit")
			}
		}),
		grade.Asked(op+"/the default page is 2", op, func(q url.Values) bool {
			had := q.Has("page")
			if !had {
				q.Set("page", "2")
			}
			return !had
		}, func(x *grade.Passing, _ url.Values) {
			if x.Status == http.StatusOK {
				grade.Put(x.Body, json.Number("1"), "data", "page")
			}
		}),
		grade.Asked(op+"/pages are counted from 0", op, func(q url.Values) bool {
			page := q.Get("page")
			switch page {
			case "", "1":
				page = "2"
			case "2":
				page = "3"
			default:
				return false
			}
			q.Set("page", page)
			return true
		}, func(x *grade.Passing, was url.Values) {
			page := was.Get("page")
			if page == "" {
				page = "1"
			}
			if x.Status == http.StatusOK {
				grade.Put(x.Body, json.Number(page), "data", "page")
			}
		}),
		grade.Asked(op+"/limit is ignored", op, func(q url.Values) bool {
			had := q.Has("limit") && q.Get("limit") != "200" && q.Get("limit") != "201" && q.Get("limit") != "0"
			if had {
				q.Set("limit", "200")
			}
			return had
		}, func(x *grade.Passing, was url.Values) {
			grade.Put(x.Body, json.Number(was.Get("limit")), "data", "limit")
		}),
		grade.Replied(op+"/has_more counts the last page", op, func(_ *grade.Passing, body map[string]any) bool {
			d := body["data"].(map[string]any)
			if grade.Number(d["page"])*grade.Number(d["limit"]) != grade.Number(d["total"]) {
				return false
			}
			d["has_more"] = true
			return true
		}),
		grade.Replied(op+"/has_more is never", op, func(_ *grade.Passing, body map[string]any) bool {
			was := grade.At(body, "data", "has_more")
			grade.Put(body, false, "data", "has_more")
			return was == true
		}),
		grade.Replied(op+"/has_more is always", op, func(_ *grade.Passing, body map[string]any) bool {
			was := grade.At(body, "data", "has_more")
			grade.Put(body, true, "data", "has_more")
			return was == false
		}),
		grade.Replied(op+"/total is that of the page", op, func(_ *grade.Passing, body map[string]any) bool {
			calls, _ := grade.At(body, "data", "calls").([]any)
			was := grade.Number(grade.At(body, "data", "total"))
			grade.Put(body, json.Number(strconv.Itoa(len(calls))), "data", "total")
			return was != int64(len(calls))
		}),
		grade.Replied(op+"/total is one too many", op, func(_ *grade.Passing, body map[string]any) bool {
			return grade.Put(body, json.Number(strconv.Itoa(int(grade.Number(grade.At(body, "data", "total")))+1)), "data", "total")
		}),
		grade.Replied(op+"/limit tells how many there are", op, func(_ *grade.Passing, body map[string]any) bool {
			calls, _ := grade.At(body, "data", "calls").([]any)
			was := grade.Number(grade.At(body, "data", "limit"))
			grade.Put(body, json.Number(strconv.Itoa(max(1, len(calls)))), "data", "limit")
			return was != int64(max(1, len(calls)))
		}),
		grade.Replied(op+"/page is always 1", op, func(_ *grade.Passing, body map[string]any) bool {
			was := grade.Number(grade.At(body, "data", "page"))
			grade.Put(body, json.Number("1"), "data", "page")
			return was != 1
		}),
		grade.Replied(op+"/a full page lacks one", op, func(_ *grade.Passing, body map[string]any) bool {
			calls, _ := grade.At(body, "data", "calls").([]any)
			if int64(len(calls)) != grade.Number(grade.At(body, "data", "limit")) || len(calls) < 2 {
				return false
			}
			return grade.Put(body, calls[:len(calls)-1], "data", "calls")
		}),
		grade.Replied(op+"/oldest first", op, func(_ *grade.Passing, body map[string]any) bool {
			calls, _ := grade.At(body, "data", "calls").([]any)
			slices.Reverse(calls)
			return len(calls) > 1
		}),
	}
}

func owning() []grade.Tampering {
	return []grade.Tampering{
		asMain("listRecentCalls/shows everybody's calls", "listRecentCalls"),
		asMain("getCallTranscript/shows everybody's calls", "getCallTranscript"),
		{Name: "getCallTranscript/an unknown call is there", After: func(x *grade.Passing) bool {
			if id := grade.At(x.Body, "data", "call_id"); x.Is("createClick2Call") && id != nil {
				x.Proxy.Remember("a call "+x.Sandbox(), id)
			}
			known, ok := x.Proxy.Recall("a call " + x.Sandbox()).(string)
			if !x.Is("getCallTranscript") || x.Status != http.StatusNotFound {
				return false
			}
			if !ok {
				known = "call_ab12cd34ef56gh78"
			}
			x.Request.URL.Path = "/api/calls/" + known + "/transcript"
			return x.Again()
		}},
		{Name: "getCallTranscript/another's call is unknown", After: func(x *grade.Passing) bool {
			if !x.Is("getCallTranscript") || x.Status != http.StatusForbidden {
				return false
			}
			x.Status = http.StatusNotFound
			return true
		}},
	}
}
