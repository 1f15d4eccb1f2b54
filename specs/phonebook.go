package specs

import (
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"
)

// PhoneBook is the table from the last six digits of a number to a persona.
type PhoneBook struct {
	// Personas are in the order of the file; the first has no code and stands
	// for every number that no code fits.
	Personas []Persona
}

// Persona is how a called party, or a later stage, behaves.
type Persona struct {
	// Name is a kebab word such as no-answer.
	Name string
	// Code is the last six digits of its numbers, or empty for the first.
	Code string
	// Stage is what it decides: call, transcript, recording, api or outcome.
	Stage string
	// Title says in one line what happens.
	Title string
	// Cause is why the call ends, where Stage is call and it does not connect.
	Cause string
	// Status is the HTTP status with which a later stage answers, or 0.
	Status int
	// Disposition is the outcome that a connected call is given, or empty.
	Disposition string
	// Word is the raw status of a telephony provider, or empty.
	Word string
}

// LoadPhoneBook reads the phone book of Files.
func LoadPhoneBook() (*PhoneBook, error) { return loadPhoneBook(Files) }

// ByCode returns the persona of six digits.
func (b *PhoneBook) ByCode(code string) (Persona, bool) {
	return b.find(func(p Persona) bool { return p.Code == code && code != "" })
}

// ByName returns the persona with a name.
func (b *PhoneBook) ByName(name string) (Persona, bool) {
	return b.find(func(p Persona) bool { return p.Name == name })
}

func (b *PhoneBook) find(fits func(Persona) bool) (Persona, bool) {
	if i := slices.IndexFunc(b.Personas, fits); i >= 0 {
		return b.Personas[i], true
	}
	return Persona{}, false
}

func loadPhoneBook(files fs.FS) (*PhoneBook, error) {
	root, err := readYAML(files, "phonebook.yaml")
	if err != nil {
		return nil, fmt.Errorf("load the phone book: %w", err)
	}
	book, err := parsePhoneBook(root)
	if err != nil {
		return nil, fmt.Errorf("load the phone book: %w", err)
	}
	return book, nil
}

func parsePhoneBook(root source) (*PhoneBook, error) {
	if _, err := root.members("personas"); err != nil {
		return nil, err
	}
	items, err := root.at("personas").items()
	if err != nil {
		return nil, err
	}
	book := &PhoneBook{}
	for _, item := range items {
		persona, err := parsePersona(item)
		if err == nil {
			err = book.accept(item, persona)
		}
		if err != nil {
			return nil, err
		}
		book.Personas = append(book.Personas, persona)
	}
	return book, nil
}

func parsePersona(item source) (Persona, error) {
	var persona Persona
	members, err := item.members("name", "code", "stage", "title", "cause", "status", "disposition", "word")
	if err != nil {
		return persona, err
	}
	for _, m := range members {
		var err error
		switch m.key.node.Value {
		case "name":
			persona.Name, err = m.value.text()
		case "code":
			persona.Code, err = m.value.text()
		case "stage":
			persona.Stage, err = m.value.text()
		case "title":
			persona.Title, err = m.value.text()
		case "cause":
			persona.Cause, err = m.value.text()
		case "disposition":
			persona.Disposition, err = m.value.text()
		case "word":
			persona.Word, err = m.value.text()
		case "status":
			if persona.Status, err = strconv.Atoi(m.value.node.Value); err != nil {
				err = m.value.errorf("want an HTTP status, got %q", m.value.node.Value)
			}
		}
		if err != nil {
			return persona, err
		}
	}
	return persona, nil
}

// accept checks a persona against those before it.
func (b *PhoneBook) accept(item source, persona Persona) error {
	stages := []string{"call", "transcript", "recording", "api", "outcome"}
	switch {
	case persona.Name == "" || persona.Title == "":
		return item.errorf("a persona needs name and title")
	case !slices.Contains(stages, persona.Stage):
		return item.errorf("%s has the unknown stage %q%s", persona.Name, persona.Stage, Hint(persona.Stage, stages))
	case (persona.Code == "") != (len(b.Personas) == 0):
		return item.errorf("the first persona, and no other, is without a code; got %q for %s", persona.Code, persona.Name)
	case persona.Code != "" && (len(persona.Code) != 6 || strings.Trim(persona.Code, "0123456789") != ""):
		return item.errorf("the code of %s is %q, want six digits", persona.Name, persona.Code)
	}
	if other, twice := b.ByName(persona.Name); twice {
		return item.errorf("%s stands here twice", other.Name)
	}
	if other, twice := b.ByCode(persona.Code); twice {
		return item.errorf("%s and %s have the same code %s", other.Name, persona.Name, persona.Code)
	}
	return nil
}
