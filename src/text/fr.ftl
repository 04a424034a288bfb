# L’anglais et le français sont écrits ensemble; aucun n’est l’original. Un test compare clés et variables.

### general

label-error = erreur :
place-line = ligne { $line }
place-column = colonne { $column }
place-key = clé { $key }
more-problems = … et { $count } autres problèmes du même genre.
help-heading-usage = Utilisation :
help-heading-commands = Commandes
help-heading-options = Options
help-heading-arguments = Arguments
help-heading-examples = Exemples :
help-archipel = Un nœud d’échange de données fédéré : un indice commun, aucun dossier partagé
help-lang = Langue des messages : en ou fr (sinon selon les paramètres régionaux)
help-json = Afficher les données en JSON
help-help = Afficher l’aide
help-version = Afficher la version

### end of general

### usage

err-usage-unknown-argument = L’argument { $argument } n’existe pas.
fix-usage-unknown-argument = Consultez l’aide avec --help.
err-usage-unknown-command = La commande { $argument } n’existe pas.
fix-usage-unknown-command = Consultez les commandes avec --help.
err-usage-missing-argument = Il manque un argument : { $argument }.
fix-usage-missing-argument = Ajoutez-le; --help explique chaque argument.
err-usage-missing-command = Il manque une commande.
fix-usage-missing-command = Consultez les commandes avec --help.
err-usage-bad-value = { $argument } n’accepte pas la valeur « { $value } ».
fix-usage-bad-value = Consultez l’aide avec --help.
err-usage-conflict = { $argument } ne peut pas accompagner un autre argument ici.
fix-usage-conflict = Retirez l’un des deux.
err-usage-other = Les arguments sont incompréhensibles.
fix-usage-other = Consultez l’aide avec --help.
usage-nearest = Vouliez-vous dire : { $nearest }?

### end of usage

### settings files

err-document-syntax = Le fichier n’est pas du TOML valide : { $detail }.
fix-document-syntax = Corrigez la ligne; les textes sont entre guillemets, les listes entre crochets.
err-document-unknown-key = La clé { $key } n’est pas connue ici.
fix-document-unknown-key = Retirez-la, ou écrivez la clé connue la plus proche : { $nearest }.
err-document-missing-key = La clé { $key } est absente.
fix-document-missing-key = Ajoutez { $key }; la référence indique ce qu’elle accepte.
err-document-wrong-type = { $key } doit être de la forme : { $expected }.
fix-document-wrong-type = Écrivez la valeur sous cette forme.
err-document-not-allowed = { $key } accepte : { $expected }.
fix-document-not-allowed = Écrivez l’une de ces valeurs.
err-document-missing-language = { $key } n’a pas de texte en « { $language } ».
fix-document-missing-language = Écrivez-le dans chaque langue : {"{"} en = "…", fr = "…" {"}"}.
err-folder-unreadable = Impossible de lire { $path } : { $reason }.
fix-folder-unreadable = Vérifiez le chemin et les droits d’accès.
err-folder-too-large = Le dossier { $path } contient plus de { $limit_mib } Mio.
fix-folder-too-large = Un dossier de charte ne contient que les fichiers de la charte; déplacez le reste.

### end of settings files

### charter

err-charter-file-missing = La charte nomme le fichier { $file }, absent de son dossier.
fix-charter-file-missing = Placez { $file } à côté de charter.toml, ou corrigez le nom.
err-charter-not-text = { $file } n’est pas du texte UTF-8.
fix-charter-not-text = Enregistrez-le en UTF-8.
err-charter-geography-header = L’en-tête de la géographie n’est pas { $expected }.
fix-charter-geography-header = Écrivez cet en-tête en première ligne : { $expected }
err-charter-geography-line = Cette ligne n’a pas les champs { $expected }.
fix-charter-geography-line = Donnez chaque champ; mettez entre guillemets les noms qui ont des virgules.
err-charter-geography-area = Cette ligne n’a pas de code valide, ou nomme un niveau que la charte ne connaît pas.
fix-charter-geography-area = Les codes ont de 1 à 64 lettres, chiffres, - _ . ; niveaux : { $levels }.
err-charter-area-twice = Le territoire { $code } figure deux fois; d’abord à la ligne { $first }.
fix-charter-area-twice = Retirez-en un, ou donnez-lui un autre code.
err-charter-area-parent = Le parent de { $code } n’est pas un territoire du niveau supérieur ({ $level }).
fix-charter-area-parent = Donnez le code de son parent; seule la racine n’en a pas.
err-charter-geography-roots = La géographie compte { $count } territoires au premier niveau; il en faut un seul.
fix-charter-geography-roots = Placez un seul territoire au-dessus de tous les autres.
err-charter-id-twice = L’identifiant « { $id } » est utilisé deux fois.
fix-charter-id-twice = Donnez un autre identifiant à l’un des deux.
err-charter-id-reserved = L’identifiant « { $id } » est déjà le nom d’une colonne des résultats.
fix-charter-id-reserved = Choisissez un autre identifiant.
err-charter-unknown-reference = « { $id } » ne figure pas dans : { $known }.
fix-charter-unknown-reference = Corrigez l’identifiant, ou ajoutez ce qu’il désigne.
err-charter-number-range = La valeur sort de ce qui est permis : { $allowed }.
fix-charter-number-range = Choisissez une valeur dans cet intervalle.
err-charter-dates = La charte se termine avant de commencer.
fix-charter-dates = Corrigez starts ou ends.
err-charter-bands = Les seuils des classes ne croissent pas de plus de 0 à 100 au plus, ou la dernière classe a une fin.
fix-charter-bands = Énumérez les classes de la plus basse à la plus haute, chacune avec un « below » plus grand, la dernière sans.
err-charter-partition = « { $id } » n’est pas une partition plus grossière : chaque catégorie doit être reprise une seule fois, sans diviser celles de la partition précédente.
fix-charter-partition = Énumérez dans « of » chaque catégorie, une seule fois.
err-charter-area-shared = Le territoire { $code } appartient aussi au membre { $other }.
fix-charter-area-shared = Chaque territoire n’a qu’un seul membre qui parle en son nom.
err-charter-lattice-too-large = Un tableau aurait plus de { $limit } combinaisons de catégories.
fix-charter-lattice-too-large = Retirez des groupes, ou employez des partitions plus grossières.
err-charter-unit-not-yet = Cette version ne calcule pas les méthodes dont l’unité est « area ».
fix-charter-unit-not-yet = Employez unit = "person".
err-charter-not-yet-in-force = La charte n’entre en vigueur que le { $starts }.
fix-charter-not-yet-in-force = Attendez cette date, ou convenez d’une nouvelle version.
err-charter-ended = La charte a pris fin le { $ends }.
fix-charter-ended = Convenez d’une nouvelle version et signez-la.
err-charter-not-signed-here = Le membre { $member } n’a pas signé cette charte.
fix-charter-not-signed-here = Faites-la signer par le responsable de la protection des renseignements : archipel charter sign
err-charter-quorum = { $signed } membres ont signé; la charte en demande { $needed }.
fix-charter-quorum = Ajoutez les signatures manquantes dans signatures/.
err-charter-bad-signature = La signature { $file } ne vaut pas pour les octets de cette charte.
fix-charter-bad-signature = Procurez-vous le dossier signé, ou signez celui-ci de nouveau.
err-charter-wrong-key = La charte nomme une autre clé de signature pour { $member }.
fix-charter-wrong-key = Employez la clé dont la partie publique figure dans la charte, ou corrigez signing_key et convenez-en de nouveau.
err-charter-class-not-yet = Cette version ne produit pas de diffusions de classe « { $class } » : leur protection n’existe pas encore, et sans elle rien ne sort.
fix-charter-class-not-yet = Pour des données déjà publiques, employez class = "public"; pour toute autre, attendez la version qui les protège.
err-note-malformed = Ce n’est pas une note signée.
fix-note-malformed = Demandez de nouveau le fichier au signataire.
err-note-bad-key = Ce n’est pas une clé de signature.
fix-note-bad-key = Donnez le fichier produit par pki; le nom d’une clé n’a ni espace ni +.
err-note-not-signed = Il n’y a pas de signature de { $name }.
fix-note-not-signed = Demandez le fichier signé.
err-note-forged = La signature de { $name } ne tient pas.
fix-note-forged = N’utilisez pas le fichier; interrogez le signataire.
help-charter = Rédiger, vérifier, lire, comparer et signer des chartes
help-charter-check = Vérifier un dossier de charte et afficher son empreinte
help-charter-check-folder = Dossier de la charte

### end of charter

### ingest


### end of ingest

### identity and pki


### end of identity and pki

### store


### end of store

### method and cube


### end of method and cube

### node


### end of node

### coordinator


### end of coordinator

### bundle


### end of bundle

### demo and simulate

err-demo-too-few-people = { $people } personnes, c’est trop peu : la démonstration en demande au moins { $least }, soit assez pour chaque membre.
fix-demo-too-few-people = Demandez au moins { $least } personnes.

### end of demo and simulate
