package induslabs

// The envelope is around every reply of an operation, good or bad (IND-002).
type envelope struct {
	StatusCode int     `json:"status_code"`
	Message    string  `json:"message"`
	Error      *string `json:"error"`
	Data       any     `json:"data"`
}

// A notice is the envelope of a callback, with the name of its event (IND-091).
type notice struct {
	StatusCode int     `json:"status_code"`
	Message    string  `json:"message"`
	Error      *string `json:"error"`
	Event      string  `json:"event"`
	Data       any     `json:"data"`
}

type session struct {
	AccessToken  string `json:"access_token"`
	RefreshToken string `json:"refresh_token"`
	TokenType    string `json:"token_type"`
}

type accepted struct {
	CallID             string  `json:"call_id"`
	Status             string  `json:"status"`
	DID                *string `json:"did"`
	CallbackURL        *string `json:"callback_url"`
	Transcript         bool    `json:"transcript"`
	TranscriptLanguage *string `json:"transcript_language"`
}

type page struct {
	Total   int      `json:"total"`
	Page    int      `json:"page"`
	Limit   int      `json:"limit"`
	HasMore bool     `json:"has_more"`
	Filters filters  `json:"filters"`
	Calls   []listed `json:"calls"`
}

// The filters are told back as they were given, null where they were not (IND-059).
type filters struct {
	Status           *string `json:"status"`
	CallType         *string `json:"call_type"`
	TranscriptStatus *string `json:"transcript_status"`
	CustomerNumber   *string `json:"customer_number"`
	AgentNumber      *string `json:"agent_number"`
	DID              *string `json:"did"`
	DateFrom         *string `json:"date_from"`
	DateTo           *string `json:"date_to"`
}

type listed struct {
	CallID            string   `json:"call_id"`
	Status            string   `json:"status"`
	CustomerNumber    string   `json:"customer_number"`
	AgentNumber       string   `json:"agent_number"`
	DID               *string  `json:"did"`
	Duration          *string  `json:"duration"`
	AnswerDuration    *string  `json:"answer_duration"`
	CallType          string   `json:"call_type"`
	TranscriptEnabled bool     `json:"transcript_enabled"`
	TranscriptStatus  string   `json:"transcript_status"`
	Recording         *string  `json:"recording"`
	RecordingURL      *string  `json:"recording_url"`
	Transcript        *summary `json:"transcript"`
	CreatedAt         string   `json:"created_at"`
	UpdatedAt         string   `json:"updated_at"`
}

// A report is what a poll and a callback say of one call (IND-073, IND-092).
type report struct {
	CallID           string      `json:"call_id"`
	TranscriptStatus string      `json:"transcript_status"`
	CustomerNumber   string      `json:"customer_number"`
	AgentNumber      string      `json:"agent_number"`
	Duration         *string     `json:"duration"`
	Recording        *string     `json:"recording"`
	Transcript       *transcript `json:"transcript"`
	Error            *string     `json:"error,omitempty"`
}

type transcript struct {
	TranscriptID string `json:"transcript_id"`
	summary
	CreatedAt string `json:"createdAt"` // camel case, here alone (IND-083)
	UpdatedAt string `json:"updatedAt"`
}

// The summary is all that a list shows of a transcript (IND-066).
type summary struct {
	Summary     string `json:"summary"`
	CallOutcome string `json:"call_outcome"`
	History     []turn `json:"history"`
}

type turn struct {
	Role string `json:"role"`
	Text string `json:"text"`
}

// A detail is FastAPI's own form of a failure, without the envelope (IND-005).
type detail struct {
	Detail string `json:"detail"`
}

// An unprocessable request is told of each of its problems (IND-112).
type unprocessable struct {
	Detail []problem `json:"detail"`
}

type problem struct {
	Loc  []string `json:"loc"`
	Msg  string   `json:"msg"`
	Type string   `json:"type"`
}
