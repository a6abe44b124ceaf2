// Validates chains with crypto/x509, one JSON object a line, so that a test can compare.
package main

import (
	"bufio"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"os"
)

type query struct {
	Leaf          string `json:"leaf"`
	Intermediates string `json:"intermediates"`
	Anchors       string `json:"anchors"`
	Purpose       string `json:"purpose"`
}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var q query
		if err := json.Unmarshal(lines.Bytes(), &q); err != nil {
			panic(err)
		}
		fmt.Println(verify(q))
	}
}

func verify(q query) string {
	block, _ := pem.Decode([]byte(q.Leaf))
	leaf, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		return err.Error()
	}
	usage := x509.ExtKeyUsageServerAuth
	if q.Purpose == "clientAuth" {
		usage = x509.ExtKeyUsageClientAuth
	}
	options := x509.VerifyOptions{
		Roots:         pool(q.Anchors),
		Intermediates: pool(q.Intermediates),
		KeyUsages:     []x509.ExtKeyUsage{usage},
	}
	if _, err := leaf.Verify(options); err != nil {
		return err.Error()
	}
	return "ok"
}

func pool(bundle string) *x509.CertPool {
	certificates := x509.NewCertPool()
	certificates.AppendCertsFromPEM([]byte(bundle))
	return certificates
}
