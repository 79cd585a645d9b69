//! What the operations on clients find: cards, a file of them, two that are one.

use reqwest::Method;
use serde_json::{Value, json};

use super::{Club, Prepared, id};

impl Club<'_> {
    pub(super) async fn compared_clients(&self) -> Prepared {
        let other = self.client().await;
        Prepared::at(self.client().await).and(other)
    }

    /// A company with somebody in it.
    pub(super) async fn linked(&self) -> Prepared {
        let company = self.company().await;
        let body = json!({ "client_id": self.client().await });
        let path = format!("/companies/{company}/people");
        let people = self.post(&path, body).await;
        Prepared::at(company).and(id(&people["people"][0]))
    }

    /// An import that was carried as far as this.
    pub(super) async fn import(&self, until: &str) -> String {
        // Somebody new each time.
        let phone = format!("+7912{:07}", 3_000_000 + self.number());
        let text = format!("Name;Phone;E-mail;Source\nAnna Miller;{phone};;");
        let body = json!({ "name": self.name("clients.csv"), "text": text });
        let import = id(&self.post("/imports", body).await);
        for step in ["check", "run"] {
            if until == step || until == "run" {
                self.post(&format!("/imports/{import}/{step}"), json!({}))
                    .await;
                self.app.errands().await;
            }
        }
        import
    }

    /// A tag on a new card.
    pub(super) async fn bulk(&self) -> String {
        let client = self.client().await;
        let action = json!({ "kind": "tags", "add": ["summer camp"] });
        id(&self
            .post("/bulks", json!({ "action": action, "ids": [client] }))
            .await)
    }

    pub(super) async fn client(&self) -> String {
        let body =
            json!({ "name": self.name("Client"), "phones": [{ "number": "8 916 123-45-67" }] });
        id(&self.post("/clients", body).await["client"])
    }

    pub(super) async fn company(&self) -> String {
        let body = json!({ "name": self.name("School") });
        id(&self.post("/companies", body).await["company"])
    }

    /// Operations on files: each gets one of its own, with two versions; those on discounts theirs; the others need nothing.
    pub(super) async fn filed(&self, operation: &str) -> Prepared {
        let alone = ["ListClientFiles", "AddClientFile"].contains(&operation);
        if operation.contains("Discount") {
            return self.discounted(operation).await;
        }
        if !alone && !operation.contains("File") {
            return Prepared::default();
        }
        let client = self.client().await;
        if alone {
            return Prepared::at(client);
        }
        let client = client.parse().expect("an id");
        let owner = &self.app.owner;
        let file = crate::files::added(owner, client, "scan.txt", b"one").await;
        let file = file.expect("a file").id;
        let again = crate::files::version(owner, file, b"two").await;
        again.expect("a version");
        Prepared::at(file.to_string()).and("1")
    }

    /// Operations on discounts: each gets a discount of its own, and those on grants one of them.
    pub(super) async fn discounted(&self, operation: &str) -> Prepared {
        if ["ListDiscounts", "CreateDiscount"].contains(&operation) {
            return Prepared::default();
        }
        let gives = json!({ "kind": "percent", "basis_points": 2000 });
        let body = json!({ "name": self.name("Discount"), "gives": gives, "document": true });
        let discount = id(&self.post("/discounts", body).await);
        if [
            "GetDiscount",
            "UpdateDiscount",
            "ArchiveDiscount",
            "RestoreDiscount",
        ]
        .contains(&operation)
        {
            return Prepared::at(discount);
        }
        let client = self.client().await;
        if ["ListClientDiscounts", "GrantDiscount"].contains(&operation) {
            return Prepared::at(client).id("dsc", discount);
        }
        let body = json!({ "discount_id": discount, "document": "certificate no. 12" });
        let grant = self
            .post(&format!("/clients/{client}/discounts"), body)
            .await;
        Prepared::at(id(&grant))
    }

    pub(super) async fn merge(&self) -> String {
        let (kept, other) = (self.client().await, self.client().await);
        let body = json!({ "other_id": other, "other_version": 1 });
        id(&self.post(&format!("/clients/{kept}/merges"), body).await)
    }

    /// Two cards with one name and one phone, found by a look.
    pub(super) async fn duplicate(&self) -> String {
        let name = self.name("Twin Somebody");
        let number = format!("8 916 765-{:04}", self.number());
        let body = json!({ "name": name, "phones": [{ "number": number }] });
        self.post("/clients", body.clone()).await;
        let twin = id(&self.post("/clients", body).await["client"]);
        let looks = self
            .send(Method::GET, "/duplicate-looks", Value::Null)
            .await;
        if looks["looks"][0]["finished_at"].is_string() || looks["looks"][0].is_null() {
            self.post("/duplicate-looks", Value::Null).await;
        }
        self.app.errands().await;
        let path = format!("/duplicates?client_id={twin}");
        let pairs = self.send(Method::GET, &path, Value::Null).await;
        id(&pairs["items"][0])
    }
}
