/** The first queries of the README, one for each tab: over all accounts, an act, and live changes. */
export const FIRST_TABS: readonly { readonly query: string; readonly variables?: string }[] = [
  {
    query: `query Now {
  accounts {
    key
    vendor
    status
  }
  calls(first: 5) {
    edges {
      node {
        id
        state
        from
        to
        agent {
          name
          identities {
            account {
              key
            }
            nativeId
            matchedBy
          }
        }
        recordings {
          method
          confidence
          recording {
            id
            durationSeconds
          }
        }
      }
    }
    sources {
      account {
        key
      }
      count
      error {
        code
        message
      }
    }
  }
}
`,
  },
  {
    query: `mutation Hold($id: ID!) {
  callHold(input: { id: $id, idempotencyKey: "hold-1" }) {
    call {
      id
      state
    }
    userErrors {
      code
      message
      vendorCode
    }
  }
}
`,
    variables: '{ "id": "an id of the first query" }',
  },
  {
    query: `subscription Watch {
  callChanged {
    cursor
    type
    occurredAt
    call {
      id
      state
      from
      to
      agent {
        name
      }
    }
  }
}
`,
  },
];
