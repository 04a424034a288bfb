// Verify checks transparency logs that Archipel exported, with code of others: golang.org/x/mod reads signed notes and
// hashes trees, Go's standard library verifies Ed25519. README.md says what is checked.
package main

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path"
	"sort"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const usage = `usage: verify DIR [DIR ...]
       verify -receipts LOG.vkey [-witnesses FILE.vkeys] FILE.tlog-proof [FILE.tlog-proof ...]
`

// Types of keys and signatures, C2SP signed-note.
const (
	typeLog     = 1
	typeWitness = 4
)

// pages explain an export to people, or are a rule that its reader may hold it to, so they may hold anything.
var pages = map[string]bool{"README.md": true, "LISEZMOI.md": true, "witness-policy.txt": true}

func main() {
	flags := flag.NewFlagSet("verify", flag.ContinueOnError)
	flags.Usage = func() { fmt.Fprint(os.Stderr, usage) }
	var log note.Verifier
	var witnesses []note.Verifier
	flags.Func("receipts", "", func(file string) (err error) {
		log, err = readKey(os.ReadFile, file, typeLog)
		return err
	})
	flags.Func("witnesses", "", func(file string) error {
		data, err := os.ReadFile(file)
		if err == nil {
			witnesses, err = parseKeys(bytes.TrimSuffix(data, []byte("\n")))
		}
		return err
	})
	if flags.Parse(os.Args[1:]) != nil {
		os.Exit(1)
	}
	if flags.NArg() == 0 || log == nil && witnesses != nil {
		flags.Usage()
		os.Exit(1)
	}

	check := verifyLog
	if log != nil {
		check = func(file string) (string, error) { return verifyReceipt(file, log, witnesses) }
	}
	failed := false
	for _, place := range flags.Args() {
		if found, err := check(place); err != nil {
			fmt.Fprintf(os.Stderr, "FAILED: %s: %v\n", place, err)
			failed = true
		} else {
			fmt.Println("ok:", found)
		}
	}
	if failed {
		os.Exit(1)
	}
}

// Exported logs

// export is a folder with a log.
type export struct {
	files     fs.FS
	unread    map[string]bool // files that no check has asked for yet
	log       note.Verifier
	witnesses []note.Verifier
	records   [][]byte
	hashes    []tlog.Hash // of all complete subtrees, in the order of tlog.StoredHashIndex
	cosigned  int         // cosignatures found good
}

func verifyLog(dir string) (string, error) {
	e := &export{files: os.DirFS(dir), unread: map[string]bool{}}
	err := fs.WalkDir(e.files, ".", func(file string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && !pages[file] {
			e.unread[file] = true
		}
		return err
	})
	if err != nil {
		return "", err
	}
	if e.log, err = readKey(e.read, "log.vkey", typeLog); err != nil {
		return "", err
	}
	// All keys come first: any checkpoint may carry cosignatures of any witness.
	notes, err := e.readCosigned()
	if err != nil {
		return "", fmt.Errorf("cosigned: %w", err)
	}

	if err := e.readRecords(); err != nil {
		return "", fmt.Errorf("records.jsonl: %w", err)
	}
	tilesErr := e.checkTiles()
	head, err := e.checkpoint("checkpoint")
	if err == nil && head.size != e.size() {
		err = fmt.Errorf("checkpoint: its size is %d, but records.jsonl has %d records", head.size, e.size())
	}
	switch {
	case err != nil && tilesErr != nil:
		// Where a record was changed, only a tile can tell which.
		return "", fmt.Errorf("%w; %v", err, tilesErr)
	case err != nil:
		return "", err
	case tilesErr != nil:
		return "", tilesErr
	}

	heard := map[string]bool{}
	for _, note := range notes {
		seen, err := e.openCheckpoint(note)
		if err != nil {
			return "", fmt.Errorf("cosigned: %w", err)
		}
		for _, witness := range e.witnesses {
			heard[witness.Name()] = heard[witness.Name()] || seen.signedBy(witness)
		}
	}
	for _, witness := range e.witnesses {
		if !heard[witness.Name()] {
			return "", fmt.Errorf("cosigned: no cosignature of %s", witness.Name())
		}
	}
	proofFiles, _ := fs.Glob(e.files, "proofs/*.tlog-proof")
	for _, file := range proofFiles {
		if err := e.checkProof(file); err != nil {
			return "", fmt.Errorf("%s: %w", file, err)
		}
	}

	extra := make([]string, 0, len(e.unread))
	for file := range e.unread {
		extra = append(extra, file)
	}
	if sort.Strings(extra); len(extra) > 0 {
		return "", fmt.Errorf("%s: no such file belongs to a log of %d records", extra[0], e.size())
	}
	return fmt.Sprintf("%s, size %d, %d proofs, %d cosignatures", head.origin, head.size, len(proofFiles), e.cosigned), nil
}

// readCosigned reads the keys of witnesses, and gives the notes that they cosigned: text and signatures of each.
func (e *export) readCosigned() (notes [][]byte, err error) {
	data, err := e.read("cosigned")
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil // Nobody has.
	} else if err != nil {
		return nil, err
	}
	parts := bytes.Split(bytes.TrimSuffix(data, []byte("\n")), []byte("\n\n"))
	if len(parts)%2 == 0 {
		return nil, errors.New("a checkpoint without signatures")
	}
	if e.witnesses, err = parseKeys(parts[0]); err != nil {
		return nil, err
	}
	for at := 1; at < len(parts); at += 2 {
		notes = append(notes, []byte(string(parts[at])+"\n\n"+string(parts[at+1])+"\n"))
	}
	return notes, nil
}

func (e *export) size() int64 { return int64(len(e.records)) }

func (e *export) read(file string) ([]byte, error) {
	delete(e.unread, file)
	return fs.ReadFile(e.files, file)
}

// readRecords reads the records and builds the tree over them. Nothing of it comes from tiles: tlog.TileHashReader lets
// some through unverified before golang.org/x/mod 0.40 (CVE-2026-56865).
func (e *export) readRecords() error {
	data, err := e.read("records.jsonl")
	if err != nil {
		return err
	}
	for index := int64(0); len(data) > 0; index++ {
		record, rest, whole := bytes.Cut(data, []byte("\n"))
		if !whole {
			return fmt.Errorf("record %d: its line has no end", index)
		}
		if len(record) > math.MaxUint16 {
			return fmt.Errorf("record %d: %d bytes are more than an entry may have", index, len(record))
		}
		if err := checkRecord(record, index); err != nil {
			return err
		}
		hashes, err := tlog.StoredHashes(index, record, tlog.HashReaderFunc(e.readHashes))
		if err != nil {
			return err
		}
		e.hashes = append(e.hashes, hashes...)
		e.records = append(e.records, record)
		data = rest
	}
	return nil
}

func (e *export) readHashes(indexes []int64) ([]tlog.Hash, error) {
	hashes := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		hashes[i] = e.hashes[index]
	}
	return hashes, nil
}

// root is that over the first records.
func (e *export) root(size int64) (tlog.Hash, error) {
	if size == 0 {
		return sha256.Sum256(nil), nil // RFC 6962; golang.org/x/mod 0.7 has zeros here.
	}
	return tlog.TreeHash(size, tlog.HashReaderFunc(e.readHashes))
}

// checkTiles compares every tile that a log of this size has. As in golang.org/x/mod, level -1 are the records.
func (e *export) checkTiles() error {
	for level := -1; level < 1 || e.size()>>(8*level) > 0; level++ {
		count := e.size()
		if level > 0 {
			count >>= 8 * level
		}
		for at := int64(0); at < count; at += 256 {
			width := count - at
			if width > 256 {
				width = 256
			}
			if err := e.checkTile(tlog.Tile{H: 8, L: level, N: at / 256, W: int(width)}); err != nil {
				return err
			}
		}
	}
	return nil
}

func (e *export) checkTile(tile tlog.Tile) error {
	// golang.org/x/mod has the height of tiles in their paths, and another word for records.
	file := strings.Replace(tile.Path(), "tile/8/", "tile/", 1)
	file = strings.Replace(file, "tile/data/", "tile/entries/", 1)
	found, err := e.read(file)
	if err != nil {
		return err
	}
	for at := tile.N * 256; at < tile.N*256+int64(tile.W); at++ {
		var want []byte
		what := fmt.Sprintf("record %d", at)
		if tile.L < 0 {
			want = binary.BigEndian.AppendUint16(nil, uint16(len(e.records[at])))
			want = append(want, e.records[at]...)
		} else {
			want = e.hashes[tlog.StoredHashIndex(8*tile.L, at)][:]
			if each := int64(1) << (8 * tile.L); each == 1 {
				what = "the hash of " + what
			} else {
				what = fmt.Sprintf("the hash over records %d to %d", at*each, (at+1)*each-1)
			}
		}
		if !bytes.HasPrefix(found, want) {
			return fmt.Errorf("%s: %s doesn't agree with records.jsonl", file, what)
		}
		found = found[len(want):]
	}
	if len(found) > 0 {
		return fmt.Errorf("%s: %d bytes too many", file, len(found))
	}
	return nil
}

// checkpoint verifies one that lies in a file.
func (e *export) checkpoint(file string) (checkpoint, error) {
	data, err := e.read(file)
	if err != nil {
		return checkpoint{}, err
	}
	c, err := e.openCheckpoint(data)
	if err != nil {
		return checkpoint{}, fmt.Errorf("%s: %w", file, err)
	}
	return c, nil
}

func (e *export) openCheckpoint(data []byte) (checkpoint, error) {
	c, err := openCheckpoint(data, e.log, e.witnesses)
	if err != nil {
		return c, err
	}
	// Others skip signatures of strangers. An export brings all its keys, so one that can't be checked is a fault in it.
	if len(c.strangers) > 0 {
		stranger := c.strangers[0]
		return c, fmt.Errorf("signed with %s+%08x, a key that isn't in the export", stranger.Name, stranger.Hash)
	}
	if c.size > e.size() {
		return c, fmt.Errorf("its size is %d, but records.jsonl has %d records", c.size, e.size())
	}
	root, err := e.root(c.size)
	if err == nil && root != c.root {
		err = fmt.Errorf("its root isn't the one over the first %d records of records.jsonl", c.size)
	}
	e.cosigned += len(c.signatures) - 1
	return c, err
}

func (e *export) checkProof(file string) error {
	data, err := e.read(file)
	if err != nil {
		return err
	}
	p, err := parseProof(data)
	if err != nil {
		return err
	}
	if path.Base(file) != fmt.Sprintf("%d.tlog-proof", p.index) {
		return fmt.Errorf("it is about record %d", p.index)
	}
	c, err := e.openCheckpoint(p.checkpoint)
	if err != nil {
		return fmt.Errorf("checkpoint: %w", err)
	}
	if p.index >= c.size {
		return fmt.Errorf("record %d isn't among the %d of its checkpoint", p.index, c.size)
	}
	if p.extra != nil && !bytes.Equal(p.extra, e.records[p.index]) {
		return fmt.Errorf("its extra isn't record %d of records.jsonl", p.index)
	}
	return p.check(c, e.records[p.index])
}

// Receipts

// verifyReceipt checks a proof that holds its record. Whoever has it needs nothing else of the log.
func verifyReceipt(file string, log note.Verifier, witnesses []note.Verifier) (string, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return "", err
	}
	p, err := parseProof(data)
	if err != nil {
		return "", err
	}
	if p.extra == nil {
		return "", errors.New("it doesn't hold its record: no extra")
	}
	c, err := openCheckpoint(p.checkpoint, log, witnesses)
	if err != nil {
		return "", fmt.Errorf("checkpoint: %w", err)
	}
	if witnesses != nil && len(c.strangers) > 0 {
		return "", fmt.Errorf("checkpoint: signed by %s, which isn't among the witnesses", c.strangers[0].Name)
	}
	if err := checkRecord(p.extra, p.index); err != nil {
		return "", err
	}
	if err := p.check(c, p.extra); err != nil {
		return "", err
	}
	return fmt.Sprintf("%s, record %d of %d, %d cosignatures", c.origin, p.index, c.size, len(c.signatures)-1), nil
}

// Formats

// checkRecord makes sure that a record is a JSON object that counts right.
func checkRecord(record []byte, index int64) error {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(record, &fields); err != nil {
		return fmt.Errorf("record %d: %w", index, err)
	}
	if !utf8.Valid(record) { // Go's reader puts up with it, JSON doesn't.
		return fmt.Errorf("record %d: not UTF-8", index)
	}
	if seq := string(fields["seq"]); seq != strconv.FormatInt(index, 10) {
		return fmt.Errorf("record %d: its seq is %q", index, seq)
	}
	return nil
}

// readKey reads a verifier key from a file.
func readKey(read func(string) ([]byte, error), file string, kind byte) (note.Verifier, error) {
	data, err := read(file)
	if err != nil {
		return nil, err
	}
	key, err := parseKey(data, kind)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return key, nil
}

// parseKeys reads keys of witnesses, one a line.
func parseKeys(data []byte) (keys []note.Verifier, err error) {
	for _, line := range strings.Split(string(data), "\n") {
		key, err := parseKey([]byte(line), typeWitness)
		if err != nil {
			return nil, err
		}
		keys = append(keys, key)
	}
	return keys, nil
}

// parseKey reads a verifier key: name+key id+base64 of type and key, on one line.
func parseKey(data []byte, kind byte) (note.Verifier, error) {
	line := strings.TrimSuffix(string(data), "\n")
	parts := strings.SplitN(line, "+", 3) // There may be more + in the base64.
	if len(parts) != 3 {
		return nil, errors.New("not a verifier key")
	}
	name, id := parts[0], parts[1]
	key, err := decode(parts[2], 1+ed25519.PublicKeySize)
	if err != nil {
		return nil, err
	}
	if key[0] != kind {
		return nil, fmt.Errorf("its type is %d, not %d", key[0], kind)
	}
	sum := sha256.Sum256([]byte(name + "\n" + string(key)))
	if hex.EncodeToString(sum[:4]) != id {
		return nil, fmt.Errorf("its key id is %q, not %x", id, sum[:4])
	}
	if kind == typeLog {
		return note.NewVerifier(line)
	}
	return &cosigner{name, binary.BigEndian.Uint32(sum[:4]), key[1:]}, nil
}

// cosigner verifies what a witness signed, C2SP tlog-cosignature v1: golang.org/x/mod knows keys of logs alone.
type cosigner struct {
	name string
	id   uint32
	key  ed25519.PublicKey
}

func (c *cosigner) Name() string    { return c.name }
func (c *cosigner) KeyHash() uint32 { return c.id }

func (c *cosigner) Verify(text, signature []byte) bool {
	if len(signature) != 8+ed25519.SignatureSize {
		return false
	}
	time := binary.BigEndian.Uint64(signature)
	message := fmt.Sprintf("cosignature/v1\ntime %d\n%s", time, text)
	return time <= math.MaxInt64 && ed25519.Verify(c.key, []byte(message), signature[8:])
}

// checkpoint is one whose signatures hold.
type checkpoint struct {
	origin     string
	size       int64
	root       tlog.Hash
	signatures []note.Signature // of the log and of known witnesses
	strangers  []note.Signature // of nobody that we know, so not verified
}

func (c *checkpoint) signedBy(key note.Verifier) bool {
	for _, signature := range c.signatures {
		if signature.Name == key.Name() && signature.Hash == key.KeyHash() {
			return true
		}
	}
	return false
}

func openCheckpoint(data []byte, log note.Verifier, witnesses []note.Verifier) (checkpoint, error) {
	opened, err := note.Open(data, note.VerifierList(append([]note.Verifier{log}, witnesses...)...))
	if nobody := (&note.UnverifiedNoteError{}); errors.As(err, &nobody) {
		opened, err = nobody.Note, nil // Not signed by the log either, which is said below.
	}
	if err != nil {
		return checkpoint{}, err
	}
	c := checkpoint{signatures: opened.Sigs, strangers: opened.UnverifiedSigs}
	// note.Open doesn't look at the second signature of a key, nor at the last bits of base64.
	lines := bytes.Count(data, []byte("\n")) - strings.Count(opened.Text, "\n") - 1
	if lines != len(c.signatures)+len(c.strangers) {
		return c, errors.New("signed twice with one key")
	}
	for _, signature := range c.signatures {
		if _, err := decode(signature.Base64, -1); err != nil {
			return c, fmt.Errorf("signature of %s: %w", signature.Name, err)
		}
	}
	if !c.signedBy(log) {
		return c, fmt.Errorf("not signed with the key of log %s", log.Name())
	}

	text := strings.Split(strings.TrimSuffix(opened.Text, "\n"), "\n")
	if len(text) < 3 || strings.Contains("\n"+opened.Text, "\n\n") {
		return c, errors.New("its text isn't origin, size and root")
	}
	if c.origin = text[0]; c.origin != log.Name() {
		return c, fmt.Errorf("its origin is %s, but the key is that of %s", c.origin, log.Name())
	}
	if c.size, err = parseNumber(text[1]); err != nil {
		return c, fmt.Errorf("size: %w", err)
	}
	if c.root, err = parseHash(text[2]); err != nil {
		return c, fmt.Errorf("root: %w", err)
	}
	return c, nil
}

// proof is a C2SP tlog-proof; checkpoint isn't verified yet.
type proof struct {
	extra      []byte // nil where there is none
	index      int64
	hashes     tlog.RecordProof
	checkpoint []byte
}

func parseProof(data []byte) (p proof, err error) {
	head, rest, found := bytes.Cut(data, []byte("\n\n"))
	lines := strings.Split(string(head), "\n")
	if !found || lines[0] != "c2sp.org/tlog-proof@v1" {
		return p, errors.New("not a C2SP tlog-proof")
	}
	p.checkpoint = rest
	lines = lines[1:]
	if len(lines) > 0 && strings.HasPrefix(lines[0], "extra ") {
		if p.extra, err = decode(lines[0][len("extra "):], -1); err != nil {
			return p, fmt.Errorf("extra: %w", err)
		}
		lines = lines[1:]
	}
	if len(lines) == 0 || !strings.HasPrefix(lines[0], "index ") {
		return p, errors.New("no index where it should be")
	}
	if p.index, err = parseNumber(lines[0][len("index "):]); err != nil {
		return p, fmt.Errorf("index: %w", err)
	}
	for i, line := range lines[1:] {
		hash, err := parseHash(line)
		if err != nil {
			return p, fmt.Errorf("hash %d: %w", i+1, err)
		}
		p.hashes = append(p.hashes, hash)
	}
	return p, nil
}

// check makes sure that the checkpoint's tree has the record where the proof says.
func (p *proof) check(c checkpoint, record []byte) error {
	if err := tlog.CheckRecord(p.hashes, c.size, c.root, p.index, tlog.RecordHash(record)); err != nil {
		return fmt.Errorf("record %d among %d: %w", p.index, c.size, err)
	}
	return nil
}

// parseNumber accepts the one way to write a number. Above 2^62, golang.org/x/mod would count beyond int64.
func parseNumber(text string) (int64, error) {
	number, err := strconv.ParseInt(text, 10, 64)
	if err != nil || number < 0 || number > 1<<62 || strconv.FormatInt(number, 10) != text {
		return 0, fmt.Errorf("%q isn't a number of records", text)
	}
	return number, nil
}

func parseHash(text string) (hash tlog.Hash, err error) {
	raw, err := decode(text, tlog.HashSize)
	copy(hash[:], raw)
	return hash, err
}

// decode accepts the one way to write bytes as base64, while Go's reader skips line breaks and unused bits. A negative
// size is any.
func decode(text string, size int) ([]byte, error) {
	raw, err := base64.StdEncoding.DecodeString(text)
	if err == nil && base64.StdEncoding.EncodeToString(raw) != text {
		err = errors.New("not as base64 is written")
	}
	if err == nil && size >= 0 && len(raw) != size {
		err = fmt.Errorf("%d bytes, not %d", len(raw), size)
	}
	return raw, err
}
