module go-verifier

go 1.21
