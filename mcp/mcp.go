// Package mcp answers a program that speaks the Model Context Protocol, most often one that works with a language model,
// from what is held.
//
// It begins with the lines of standard input, one JSON-RPC 2.0 message each, and ends with those of standard output, as
// the protocol's revision 2025-06-18 says for its transport over standard input and output. Its tools only read. Each
// asks one question of the interface that docs/openapi.json describes and hands the answer on as it is, so every
// statement ends in spans.
package mcp

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"unicode/utf8"

	"hearsay/internal/limits"
)

// revisions of the protocol that are spoken, the one that is offered to others first.
var revisions = []string{"2025-06-18", "2025-11-25"}

// Asker answers questions.
type Asker interface {
	// Ask answers with the JSON that a GET of an address would get, or with an error that says what was wrong.
	Ask(ctx context.Context, address string) (json.RawMessage, error)
}

// Server answers one program.
type Server struct {
	asker   Asker
	version string
}

// New returns a server whose answers come from asker. Version is that of this program.
func New(asker Asker, version string) *Server { return &Server{asker, version} }

// Codes of errors (JSON-RPC 2.0, section 5.1).
const (
	parseError     = -32700
	invalidRequest = -32600
	methodNotFound = -32601
	invalidParams  = -32602
)

// request is a message that wants an answer or, without an ID, none.
type request struct {
	JSONRPC string          `json:"jsonrpc"`
	ID      json.RawMessage `json:"id"`
	Method  *string         `json:"method"`
	Params  json.RawMessage `json:"params"`
}

// response is an answer. One of Result and Error is set.
type response struct {
	JSONRPC string          `json:"jsonrpc"`
	ID      json.RawMessage `json:"id"` // null where that of the request could not be told
	Result  any             `json:"result,omitempty"`
	Error   *failure        `json:"error,omitempty"`
}

// failure is a mistake in how the protocol is spoken.
type failure struct {
	Code    int    `json:"code"`
	Message string `json:"message"`
}

// Serve answers each line of in on out, in order, until in ends. Mistakes of the program are answered; the error is one
// of reading or writing.
func (s *Server) Serve(ctx context.Context, in io.Reader, out io.Writer) error {
	lines := bufio.NewReaderSize(in, limits.MessageBytes)
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	for {
		line, err := lines.ReadSlice('\n')
		var answer *response
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			answer = wrong(nil, invalidRequest, fmt.Sprintf("a message may have %d bytes at most", limits.MessageBytes))
			for errors.Is(err, bufio.ErrBufferFull) {
				_, err = lines.ReadSlice('\n')
			}
		default:
			answer = s.answer(ctx, bytes.TrimSpace(line))
		}
		if answer != nil {
			if err := encoder.Encode(answer); err != nil {
				return fmt.Errorf("answer: %w", err)
			}
		}
		switch {
		case err == io.EOF:
			return nil
		case err != nil:
			return fmt.Errorf("read messages: %w", err)
		case ctx.Err() != nil:
			return ctx.Err()
		}
	}
}

func wrong(id json.RawMessage, code int, message string) *response {
	if id == nil {
		id = json.RawMessage("null")
	}
	return &response{JSONRPC: "2.0", ID: id, Error: &failure{code, message}}
}

// answer answers one message; nil where none is wanted.
func (s *Server) answer(ctx context.Context, line []byte) *response {
	if len(line) == 0 {
		return nil
	}
	if !json.Valid(line) || !utf8.Valid(line) {
		return wrong(nil, parseError, "this is no line of JSON in UTF-8")
	}
	var asked request
	if err := json.Unmarshal(line, &asked); err != nil || asked.JSONRPC != "2.0" {
		return wrong(nil, invalidRequest, `a message is one JSON object with "jsonrpc": "2.0"`)
	}
	id := slices.Clone(asked.ID)
	switch {
	case asked.Method == nil && id != nil:
		var reply struct{ Result, Error json.RawMessage }
		if json.Unmarshal(line, &reply) == nil && (reply.Result != nil || reply.Error != nil) {
			return nil // nothing was asked of the program
		}
		return wrong(nil, invalidRequest, "a request has a method")
	case asked.Method == nil:
		return wrong(nil, invalidRequest, "a message has a method")
	case id == nil:
		return nil // a notification; none changes anything here
	case id[0] != '"' && id[0] != '-' && (id[0] < '0' || id[0] > '9'):
		return wrong(nil, invalidRequest, "the id of a request is a string or a number")
	}
	result, failed := s.result(ctx, *asked.Method, asked.Params)
	if failed != nil {
		return wrong(id, failed.Code, failed.Message)
	}
	return &response{JSONRPC: "2.0", ID: id, Result: result}
}

// initialized is the answer to initialize.
type initialized struct {
	ProtocolVersion string       `json:"protocolVersion"`
	Capabilities    capabilities `json:"capabilities"`
	ServerInfo      serverInfo   `json:"serverInfo"`
	Instructions    string       `json:"instructions"`
}

type capabilities struct {
	Tools struct{} `json:"tools"`
}

type serverInfo struct {
	Name    string `json:"name"`
	Title   string `json:"title"`
	Version string `json:"version"`
}

// listed is the answer to tools/list.
type listed struct {
	Tools []tool `json:"tools"`
}

// called is the answer to tools/call.
type called struct {
	Content    []content       `json:"content"`
	Structured json.RawMessage `json:"structuredContent,omitempty"`
	IsError    bool            `json:"isError,omitempty"`
}

type content struct {
	Type string `json:"type"`
	Text string `json:"text"`
}

func (s *Server) result(ctx context.Context, method string, params json.RawMessage) (any, *failure) {
	switch method {
	case "initialize":
		var asked struct{ ProtocolVersion string }
		if err := json.Unmarshal(params, &asked); err != nil || asked.ProtocolVersion == "" {
			return nil, &failure{invalidParams, "initialize with the protocolVersion that you speak, such as " + revisions[0]}
		}
		spoken := revisions[0]
		if slices.Contains(revisions, asked.ProtocolVersion) {
			spoken = asked.ProtocolVersion
		}
		return initialized{spoken, capabilities{}, serverInfo{"hearsay", "hearsay: who says so?", s.version}, instructions}, nil
	case "ping":
		return struct{}{}, nil
	case "tools/list":
		return listed{tools()}, nil
	case "tools/call":
		return s.call(ctx, params)
	}
	return nil, &failure{methodNotFound, fmt.Sprintf("there is no method %q; there are initialize, ping, tools/list and tools/call", method)}
}

// call asks what a tool asks. What is wrong with the question is told to the model, which can mend it.
func (s *Server) call(ctx context.Context, params json.RawMessage) (any, *failure) {
	var asked struct {
		Name      string
		Arguments map[string]json.RawMessage
	}
	if err := json.Unmarshal(params, &asked); err != nil {
		return nil, &failure{invalidParams, "call a tool with its name and with arguments as an object"}
	}
	all := tools()
	at := slices.IndexFunc(all, func(t tool) bool { return t.Name == asked.Name })
	if at < 0 {
		return nil, &failure{invalidParams, fmt.Sprintf("there is no tool %q; tools/list lists those that are there", asked.Name)}
	}
	given, err := all[at].Input.check(asked.Arguments)
	if err != nil {
		return called{Content: []content{{"text", err.Error()}}, IsError: true}, nil
	}
	body, err := s.asker.Ask(ctx, all[at].address(given))
	if err != nil {
		return called{Content: []content{{"text", err.Error() + ". " + all[at].advice}}, IsError: true}, nil
	}
	body = bytes.TrimSpace(body)
	return called{Content: []content{{"text", string(body)}}, Structured: body}, nil
}
